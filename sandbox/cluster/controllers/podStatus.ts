import { startable } from "../kwokStages";
import type { Condition, Container, ContainerStatus, Pod } from "./objects";
import type { ContainerState, PodProgress } from "./podProgress";

/** The status, as a strategic merge patch, of a pod that has not started all its containers; `now` is RFC 3339. */
export function pendingStatus({ spec }: Pod, progress: PodProgress, now: string) {
  const { initContainers = [], containers } = spec;
  const pendingInit = initContainers.filter((_, i) => progress.initContainers[i] !== "completed");
  const pending = containers.filter((_, i) => progress.containers[i] !== "running");
  return {
    phase: "Pending",
    startTime: now,
    conditions: [
      condition("PodReadyToStartContainers", progress.volumesMounted, now),
      progress.initialized
        ? condition("Initialized", true, now)
        : condition(
            "Initialized",
            false,
            now,
            "ContainersNotInitialized",
            incomplete("incomplete", pendingInit),
          ),
      condition("ContainersReady", false, now, "ContainersNotReady", incomplete("unready", pending)),
      condition("Ready", false, now, "ContainersNotReady", incomplete("unready", pending)),
    ],
    initContainerStatuses: initContainers.map((each, i) =>
      containerStatus(each, progress.initContainers[i]!, now),
    ),
    containerStatuses: containers.map((each, i) => containerStatus(each, progress.containers[i]!, now)),
  };
}

/** The status by which kwok learns that it may start the pod; takes back what {@link pendingStatus} said. */
export function startableStatus(now: string) {
  const ready = ["ContainersReady", "Ready", "Initialized"].map((type) => condition(type, false, now));
  return {
    conditions: [
      condition("PodReadyToStartContainers", true, now),
      ...ready,
      condition(startable, true, now),
    ],
  };
}

/**
 * Kubernetes marks the pods of a node that it lost; a kubelet that comes back says again that its running pods are ready.
 * Undefined when the pod needs no such word.
 */
export function readyAgainStatus({ metadata, status }: Pod, nodeIsReady: boolean, now: string) {
  if (status?.phase !== "Running" || metadata.deletionTimestamp !== undefined || !nodeIsReady)
    return undefined;
  const ready = status.conditions?.find(({ type }) => type === "Ready");
  const containersRun = status.containerStatuses?.every((container) => container.ready);
  return ready?.status === "False" && containersRun
    ? { conditions: [condition("Ready", true, now)] }
    : undefined;
}

function condition(type: string, holds: boolean, now: string, reason?: string, message?: string): Condition {
  const cleared = { reason: reason ?? null, message: message ?? null };
  return { type, status: holds ? "True" : "False", lastTransitionTime: now, ...cleared };
}

function incomplete(word: string, containers: Container[]): string {
  return `containers with ${word} status: [${containers.map(({ name }) => name).join(" ")}]`;
}

function containerStatus({ name, image }: Container, state: ContainerState, now: string): ContainerStatus {
  const common = { name, image, imageID: "", restartCount: 0 };
  if (state === "running")
    return { ...common, ready: true, started: true, state: { running: { startedAt: now } } };
  if (state !== "completed") return { ...common, ready: false, started: false, state };
  const terminated = { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now };
  return { ...common, ready: true, started: false, state: { terminated } };
}
