import type { KubeObject } from "../../cluster/kubeClient";

/** What a verdict looks at. */
export interface View {
  object: KubeObject;
  /** The objects of {@link Readiness.related} kinds in the object's namespace. */
  related: KubeObject[];
  /** The object before the update; none after a creation. */
  previous?: KubeObject;
}

export interface Verdict {
  ready: boolean;
  /** What is waited for, to be shown meanwhile. */
  progress: string;
  /** Why it is not ready, as far as the cluster tells. */
  problems: string[];
  /** True when waiting will not help. */
  failed?: boolean;
  /** How long it must stay ready to count; default 0. */
  settleSeconds?: number;
}

/** When an object of one kind counts as ready. */
export interface Readiness {
  related?: { apiVersion: string; kind: string }[];
  judge: (view: View) => Verdict;
  /** Set where pulumi-kubernetes obeys no custom timeout. */
  fixedTimeoutSeconds?: number;
  /** True when a refresh reports an object that is not ready. */
  judgedOnRead: boolean;
}

/** True when the object is owned by the owner. */
export function isOwnedBy(object: KubeObject, owner: KubeObject): boolean {
  return object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;
}

export const podKind = { apiVersion: "v1", kind: "Pod" };
export const claimKind = { apiVersion: "v1", kind: "PersistentVolumeClaim" };
