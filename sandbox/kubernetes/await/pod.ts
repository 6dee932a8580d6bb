import type { KubeObject } from "../../cluster/kubeClient";
import { at, listAt, textAt, type Json } from "../../provider/values";
import type { Readiness, Verdict } from "./readiness";

/** Scheduled, initialized and ready, or run to its end. */
export const podReadiness: Readiness = {
  judge: ({ object }) => judgePod(object),
  judgedOnRead: true,
};

/** The first step that the pod has not done, and why. */
export function judgePod(pod: KubeObject): Verdict {
  const name = qualifiedName(pod);
  const scheduled = condition(pod, "PodScheduled");
  if (scheduled?.status !== "True") return waiting("scheduled", name, textOf(scheduled));
  const initialized = condition(pod, "Initialized");
  if (initialized?.status !== "True") return waiting("initialized", name, podError(pod, initialized));
  const ready = condition(pod, "Ready");
  if (ready?.status !== "True" && at(pod, "status", "phase") !== "Succeeded")
    return waiting("ready", name, podError(pod, ready));
  return { ready: true, progress: "Pod is ready", problems: [] };
}

/** Why the pods are not ready; nothing of those that are. */
export function podProblems(pods: KubeObject[]): string[] {
  return pods.flatMap((pod) => judgePod(pod).problems);
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** The object's status condition of a type. */
export function condition(object: KubeObject, type: string): Condition | undefined {
  return listAt<Condition>(object, "status", "conditions").find((item) => item.type === type);
}

/** `namespace/name`, without the default namespace. */
export function qualifiedName({ metadata: { name, namespace = "default" } }: KubeObject): string {
  return namespace === "default" ? name : `${namespace}/${name}`;
}

function waiting(state: string, name: string, problem: string): Verdict {
  const progress = `Waiting for Pod "${name}" to be ${state}`;
  return { ready: false, progress, problems: problem === "" ? [] : [problem] };
}

function textOf(found: Condition | undefined): string {
  return found?.reason ? (found.message ?? "") : "";
}

function podError(pod: KubeObject, found: Condition | undefined): string {
  const containers = listAt(pod, "status", "containerStatuses").flatMap(containerErrors);
  const text = [textOf(found), ...containers].filter((part) => part !== "").join("\n");
  return text === "" ? "" : `[Pod ${qualifiedName(pod)}]: ${text}`;
}

function containerErrors(status: Json): string[] {
  if (status.ready === true) return [];
  const name = textAt(status, "name");
  const [waitingFor, terminated, last] = [
    at(status, "state", "waiting") as Json | undefined,
    at(status, "state", "terminated") as Json | undefined,
    at(status, "lastState", "terminated") as Json | undefined,
  ];
  const errors: string[] = [];
  if (waitingFor && waitingFor.reason !== "ContainerCreating")
    errors.push(`[${textAt(waitingFor, "reason")}] ${textAt(waitingFor, "message")}`);
  if (terminated?.reason)
    errors.push(
      terminated.message
        ? `[${textAt(terminated, "reason")}] ${textAt(terminated, "message")}`
        : `container "${name}" completed with exit code ${String(terminated.exitCode)}`,
    );
  if (last)
    errors.push(
      `container "${name}" terminated at ${textAt(last, "finishedAt")} (${textAt(last, "reason")}: exit code ${String(last.exitCode)})`,
    );
  return errors;
}
