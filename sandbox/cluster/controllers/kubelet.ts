import { forEach, type Controller, type ControllerContext } from "./controller";
import { podFacts } from "./podFacts";
import { podProgress } from "./podProgress";
import { pendingStatus, readyAgainStatus, startableStatus } from "./podStatus";
import type { Node, Pod } from "./objects";
import { startable } from "../kwokStages";
import { isReal } from "../nodes";

/** The stand-in for the kubelets of simulated nodes: lets kwok start the pods that a real kubelet could start. */
export function kubelet(): Controller {
  /** What was written of each pod that waits, by its uid. */
  const written = new Map<string, string>();

  return async (context) => {
    const pods = context.world.pods.items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    const waiting = new Set(pods.filter(isPending).map(({ metadata }) => metadata.uid));
    for (const uid of written.keys()) if (!waiting.has(uid)) written.delete(uid);
    await forEach(pods, async (pod) => {
      const node = context.world.nodes.get(pod.spec.nodeName ?? "");
      if (node === undefined || isReal(node)) return;
      if (isPending(pod)) await advance(pod, written, context);
      else await sayReadyAgain(pod, node, context);
    });
  };
}

async function advance(pod: Pod, written: Map<string, string>, context: ControllerContext): Promise<void> {
  if (pod.status?.conditions?.some(({ type }) => type === startable)) return;
  const progress = podProgress(pod, podFacts(pod, context.world, context.cloud));
  if (progress.notice === undefined) return patchStatus(pod, startableStatus(now()), context);

  const uid = pod.metadata.uid ?? "";
  const text = JSON.stringify(progress);
  if (written.get(uid) === text) return;
  await patchStatus(pod, pendingStatus(pod, progress, now()), context);
  written.set(uid, text);
  await context.events.tell(pod, "stand-in kubelet", progress.notice);
}

async function sayReadyAgain(pod: Pod, node: Node, context: ControllerContext): Promise<void> {
  const nodeIsReady = node.status?.conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  );
  const status = readyAgainStatus(pod, nodeIsReady ?? false, now());
  if (status !== undefined) await patchStatus(pod, status, context);
}

async function patchStatus(pod: Pod, status: object, { client, world }: ControllerContext): Promise<void> {
  const options = { type: "strategic", subresource: "status" } as const;
  world.pods.keep(await client.patch<Pod>(pod, { status }, options));
}

function isPending({ status }: Pod): boolean {
  return status?.phase === "Pending";
}

function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}
