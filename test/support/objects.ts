import type { KubeObject } from "../../sandbox/cluster/kubeObject";

/** What tests read of Kubernetes' objects; all else of an object is there too, unread. */

export interface Claim extends KubeObject {
  metadata: KubeObject["metadata"] & { deletionTimestamp?: string };
  spec: { volumeName: string; resources: { requests: { storage: string } } };
  status: { phase: string; capacity?: { storage: string } };
}

export interface PersistentVolume extends KubeObject {
  spec: { csi: { volumeHandle: string }; claimRef: { name: string } };
  status: { phase: string };
}

export interface Workload extends KubeObject {
  spec: { replicas: number };
}

/** Of a pod, what tells where it is and whether it serves. */
export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    containers: { image: string }[];
    volumes?: { persistentVolumeClaim?: { claimName: string } }[];
  };
  status?: { conditions?: { type: string; status: string }[]; podIP?: string };
}

export function isReady({ status }: Pod): boolean {
  return (
    status?.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ??
    false
  );
}
