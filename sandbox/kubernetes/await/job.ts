import { at, numberAt } from "../../provider/values";
import { condition, podProblems, qualifiedName } from "./pod";
import { isOwnedBy, podKind, type Readiness, type Verdict, type View } from "./readiness";

/** Run to a successful end. */
export const jobReadiness: Readiness = { related: [podKind], judge: judgeJob, judgedOnRead: true };

function judgeJob({ object, related }: View): Verdict {
  const name = qualifiedName(object);
  const failure = condition(object, "Failed");
  if (
    failure?.status === "True" &&
    ["BackoffLimitExceeded", "DeadlineExceeded"].includes(failure.reason ?? "")
  ) {
    const problem = `[${failure.reason}] ${failure.message}`;
    return { ready: false, failed: true, progress: problem, problems: [problem] };
  }
  const [active, succeeded, failed] = ["active", "succeeded", "failed"].map((field) =>
    numberAt(object, "status", field),
  );
  const counts = `(Active: ${active} | Succeeded: ${succeeded} | Failed: ${failed})`;
  const started = at(object, "status", "startTime") !== undefined;
  return {
    ready: started && condition(object, "Complete")?.status === "True",
    progress: started
      ? `Waiting for Job "${name}" to succeed ${counts}`
      : `Waiting for Job "${name}" to start`,
    problems: podProblems(related.filter((item) => isOwnedBy(item, object))),
  };
}
