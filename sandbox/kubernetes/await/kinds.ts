import { daemonSetReadiness } from "./daemonSet";
import { deploymentReadiness } from "./deployment";
import { jobReadiness } from "./job";
import { podReadiness } from "./pod";
import type { Readiness } from "./readiness";
import { resourceQuotaReadiness } from "./resourceQuota";
import { serviceReadiness } from "./service";
import { statefulSetReadiness } from "./statefulSet";
import { persistentVolumeClaimReadiness, persistentVolumeReadiness } from "./storage";

/** The kinds that are waited for (pulumi-kubernetes, awaiters.go); all others are ready when they exist. */
const readiness: Record<string, Readiness> = {
  "apps/v1:DaemonSet": daemonSetReadiness,
  "apps/v1:Deployment": deploymentReadiness,
  "apps/v1:StatefulSet": statefulSetReadiness,
  "batch/v1:Job": jobReadiness,
  "v1:PersistentVolume": persistentVolumeReadiness,
  "v1:PersistentVolumeClaim": persistentVolumeClaimReadiness,
  "v1:Pod": podReadiness,
  "v1:ResourceQuota": resourceQuotaReadiness,
  "v1:Service": serviceReadiness,
};

/** Kinds that pulumi-kubernetes waits for and the stand-in does not know how. */
const unknown = ["networking.k8s.io/v1:Ingress", "v1:ReplicationController"];

/** Undefined for a kind that is ready when it exists. */
export function readinessOf({
  apiVersion,
  kind,
}: {
  apiVersion: string;
  kind: string;
}): Readiness | undefined {
  return readiness[`${apiVersion}:${kind}`];
}

/** True when the stand-in cannot tell as pulumi-kubernetes does whether such an object is ready. */
export function isReadinessUnknown({ apiVersion, kind }: { apiVersion: string; kind: string }): boolean {
  return unknown.includes(`${apiVersion}:${kind}`);
}
