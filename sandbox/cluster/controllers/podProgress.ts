import { containerProblem, type Waiting } from "./containerProblem";
import type { Notice } from "./events";
import type { Container, Pod } from "./objects";
import type { PodFacts } from "./podFacts";
import { volumeProblem } from "./podVolumes";
import { waitedServices } from "./waits";

export type ContainerState = "running" | "completed" | { waiting: Waiting };

/** How far a real kubelet would have come with a pod that it was given. */
export interface PodProgress {
  volumesMounted: boolean;
  /** In the order of the pod's spec. */
  initContainers: ContainerState[];
  initialized: boolean;
  containers: ContainerState[];
  /** What holds the pod up, for people; undefined when every container runs. */
  notice?: Notice;
}

interface Step {
  state: ContainerState;
  notice?: Notice;
}

const initializing: ContainerState = { waiting: { reason: "PodInitializing" } };
const creating: ContainerState = { waiting: { reason: "ContainerCreating" } };

/** Goes in the order of a kubelet: volumes, init containers one after the other, then all containers. */
export function podProgress(pod: Pod, facts: PodFacts): PodProgress {
  const { containers, initContainers = [] } = pod.spec;
  const notice = volumeProblem(pod, facts);
  if (notice !== undefined)
    return {
      volumesMounted: false,
      initContainers: initContainers.map(() => initializing),
      initialized: initContainers.length === 0,
      containers: containers.map(() => (initContainers.length === 0 ? creating : initializing)),
      notice,
    };

  let held: Notice | undefined;
  const initStates = initContainers.map((container) => {
    if (held !== undefined) return initializing;
    const { state, notice } = initStep(pod, container, facts);
    held = notice;
    return state;
  });
  const steps = containers.map((container) => (held ? { state: initializing } : step(pod, container, facts)));
  return {
    volumesMounted: true,
    initContainers: initStates,
    initialized: held === undefined,
    containers: steps.map(({ state }) => state),
    notice: held ?? steps.find(({ notice }) => notice)?.notice,
  };
}

function step(pod: Pod, container: Container, facts: PodFacts): Step {
  const waiting = containerProblem(pod, container, facts);
  if (waiting === undefined) return { state: "running" };
  return {
    state: { waiting },
    notice: { type: "Warning", reason: "Failed", message: waiting.message ?? "" },
  };
}

function initStep(pod: Pod, container: Container, facts: PodFacts): Step {
  const created = step(pod, container, facts);
  if (created.notice !== undefined || container.restartPolicy === "Always") return created;
  const message = waitedServices(container, pod.metadata.namespace ?? "")
    .map((service) => facts.waitReason(service))
    .find((reason) => reason !== undefined);
  if (message === undefined) return { state: "completed" };
  return {
    state: "running",
    notice: { type: "Normal", reason: "Waiting", message: `${container.name} ${message}` },
  };
}
