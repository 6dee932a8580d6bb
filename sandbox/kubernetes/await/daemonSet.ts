import { numberAt } from "../../provider/values";
import { podProblems } from "./pod";
import { isOwnedBy, podKind, type Readiness, type Verdict, type View } from "./readiness";

/** On every node it is meant for, of the newest revision, available. */
export const daemonSetReadiness: Readiness = {
  related: [podKind],
  judge: judgeDaemonSet,
  judgedOnRead: true,
};

function judgeDaemonSet({ object, related }: View): Verdict {
  const count = (field: string): number => numberAt(object, "status", field);
  const wanted = count("desiredNumberScheduled");
  const observed = count("observedGeneration") >= (object.metadata.generation ?? 0);
  const fields = ["currentNumberScheduled", "updatedNumberScheduled", "numberAvailable", "numberReady"];
  const ready = observed && fields.every((field) => count(field) >= wanted);
  return {
    ready,
    progress: `DaemonSet available on ${count("numberAvailable")} of ${wanted} nodes`,
    problems: podProblems(related.filter((item) => isOwnedBy(item, object))),
  };
}
