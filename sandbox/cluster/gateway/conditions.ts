import type { Condition } from "../controllers/objects";
import type { KubeObject } from "../kubeObject";
import type { Problem } from "./routes";

/** A condition that is true without a problem, with the reason that it has then. */
export function conditionOf(
  type: string,
  problem: Problem | undefined,
  reason: string,
  { metadata }: KubeObject,
  before: Condition[] = [],
) {
  const status = problem === undefined ? ("True" as const) : ("False" as const);
  const old = before.find((each) => each.type === type);
  const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return {
    type,
    status,
    reason: problem?.reason ?? reason,
    message: problem?.message ?? "",
    observedGeneration: metadata.generation ?? 0,
    lastTransitionTime: (old?.status === status && old.lastTransitionTime) || now,
  };
}
