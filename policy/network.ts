import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { selects } from "./plan";
import type { Pods } from "./pods";

export type NetworkPolicy = pulumi.Unwrap<kubernetes.types.input.networking.v1.NetworkPolicy>;

const perPod = [
  "statefulset.kubernetes.io/pod-name",
  "apps.kubernetes.io/pod-index",
  "controller-revision-hash",
  "pod-template-hash",
];

/** True when a network policy may hold for one of the pods. */
export function covers({ metadata, spec }: NetworkPolicy, { namespace, labels }: Pods): boolean {
  return metadata?.namespace === namespace && selectsSome(spec?.podSelector?.matchLabels, labels);
}

/** True when one of the pods may be selected: Kubernetes gives each some labels that the others do not have. */
function selectsSome(selector: Record<string, string> = {}, labels: Record<string, string>): boolean {
  const given = Object.entries(selector).filter(([key]) => !perPod.includes(key));
  return selects(Object.fromEntries(given), labels);
}
