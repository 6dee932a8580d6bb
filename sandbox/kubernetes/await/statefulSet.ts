import { at, numberAt, textAt } from "../../provider/values";
import { podProblems } from "./pod";
import { isOwnedBy, podKind, type Readiness, type Verdict, type View } from "./readiness";

/** All pods exist, are of the newest revision and ready. */
export const statefulSetReadiness: Readiness = {
  related: [podKind],
  judge: judgeStatefulSet,
  judgedOnRead: true,
};

function judgeStatefulSet({ object, related }: View): Verdict {
  const generation = object.metadata.generation ?? 0;
  const observed = numberAt(object, "status", "observedGeneration") >= generation;
  const wanted = numberAt(object, "spec", "replicas");
  const count = (field: string): number => numberAt(object, "status", field);
  const [current, target] = [
    textAt(object, "status", "currentRevision"),
    textAt(object, "status", "updateRevision"),
  ];
  const updatedByHand = generation > 1 && at(object, "spec", "updateStrategy", "type") === "OnDelete";
  const revisionReady = observed && (updatedByHand || (current !== "" && current === target));
  const fields = ["replicas", "readyReplicas", ...(updatedByHand ? [] : ["currentReplicas"])];
  const podsReady = observed && fields.every((field) => count(field) === wanted);
  const live = revisionReady
    ? count("readyReplicas")
    : Math.min(count("readyReplicas"), count("updatedReplicas"));
  const ready = podsReady && revisionReady;
  return {
    ready,
    progress: progress(ready, podsReady, generation, `${live}/${wanted} Pods ready`),
    problems: [
      ...(podsReady ? [] : [`${live} out of ${wanted} replicas succeeded readiness checks`]),
      ...(revisionReady
        ? []
        : [`StatefulSet controller failed to advance from revision "${current}" to revision "${target}"`]),
      ...podProblems(related.filter((item) => isOwnedBy(item, object))),
    ],
  };
}

function progress(ready: boolean, podsReady: boolean, generation: number, count: string): string {
  if (ready) return "StatefulSet initialization complete";
  if (generation <= 1) return `[1/2] Waiting for StatefulSet to create Pods (${count})`;
  if (!podsReady) return `[1/3] Waiting for StatefulSet update to roll out (${count})`;
  return "[2/3] Waiting for StatefulSet to update .status.currentRevision";
}
