import type { KubeObject } from "../../cluster/kubeClient";
import { at, listAt, numberAt, textAt } from "../../provider/values";
import { condition, podProblems } from "./pod";
import { claimKind, isOwnedBy, podKind, type Readiness, type Verdict, type View } from "./readiness";

/** The newest ReplicaSet has all its pods ready, the Deployment is available and its claims are bound. */
export const deploymentReadiness: Readiness = {
  related: [{ apiVersion: "apps/v1", kind: "ReplicaSet" }, podKind, claimKind],
  judge: judgeDeployment,
  judgedOnRead: true,
};

function judgeDeployment({ object, related }: View): Verdict {
  const revision = revisionOf(object);
  const observed = numberAt(object, "status", "observedGeneration") >= (object.metadata.generation ?? 0);
  const newest = related.find(
    (item) => item.kind === "ReplicaSet" && isOwnedBy(item, object) && revisionOf(item) === revision,
  );
  const wanted = newest === undefined ? 0 : Number(at(newest, "spec", "replicas") ?? 1);
  const live = newest === undefined ? 0 : numberAt(newest, "status", "readyReplicas");
  const podsReady = newest !== undefined && live >= wanted;
  const available = condition(object, "Available")?.status === "True";
  const rollout = condition(object, "Progressing");
  const rolledOut =
    revision === "1" || (rollout?.status === "True" && rollout.reason === "NewReplicaSetAvailable");
  const unbound = unboundClaims(object, related);
  const ready = observed && revision !== "" && podsReady && available && rolledOut && unbound.length === 0;
  return {
    ready,
    progress: ready
      ? "Deployment initialization complete"
      : `Waiting for app ReplicaSet to be available (${live}/${wanted} Pods available)`,
    problems: [
      ...["Progressing", "Available"].flatMap((type) => conditionProblem(object, type)),
      ...(unbound.length > 0 ? [`Failed to bind PersistentVolumeClaim(s): "${unbound.join(",")}"`] : []),
      ...shortfall(available, rolledOut, podsReady, revision),
      ...podProblems(newest ? related.filter((item) => item.kind === "Pod" && isOwnedBy(item, newest)) : []),
    ],
  };
}

function shortfall(available: boolean, rolledOut: boolean, podsReady: boolean, revision: string): string[] {
  if (!available) return ["Minimum number of live Pods was not attained"];
  if (!rolledOut || (!podsReady && revision === "1"))
    return ["Minimum number of Pods to consider the application live was not attained"];
  return podsReady
    ? []
    : ["Attempted to roll forward to new ReplicaSet, but minimum number of Pods did not become live"];
}

function conditionProblem(object: KubeObject, type: string): string[] {
  const found = condition(object, type);
  if (found === undefined || found.status === "True" || !found.reason || !found.message) return [];
  return [`[${found.reason}] ${found.message}`];
}

function unboundClaims(object: KubeObject, related: KubeObject[]): string[] {
  const names = listAt(object, "spec", "template", "spec", "volumes").map((volume) =>
    textAt(volume, "persistentVolumeClaim", "claimName"),
  );
  return related
    .filter((item) => item.kind === "PersistentVolumeClaim" && names.includes(item.metadata.name))
    .filter((claim) => at(claim, "status", "phase") !== "Bound")
    .map((claim) => claim.metadata.name);
}

function revisionOf(object: KubeObject): string {
  return object.metadata.annotations?.["deployment.kubernetes.io/revision"] ?? "";
}
