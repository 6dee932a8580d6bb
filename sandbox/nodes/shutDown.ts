import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject } from "../cluster/kubeClient";
import { isReal } from "../cluster/nodes";
import type { Report } from "../toolBuild";

const pollMilliseconds = 200;
const finished = ["Succeeded", "Failed"];

interface Pod extends KubeObject {
  spec: { nodeName?: string; terminationGracePeriodSeconds?: number };
  status?: { phase?: string };
}

/**
 * Ends the pods of the real nodes as their hooks and grace periods ask for. What was made later may need what was made
 * earlier, so that workloads go in the reverse order of their making. Nobody may make new pods meanwhile. Pods that have
 * finished, and those that no workload would make again, stay.
 */
export async function endPods(client: KubeClient, report: Report): Promise<void> {
  const nodes = (await client.list("v1", "Node")).items.filter(isReal);
  const names = nodes.map(({ metadata }) => metadata.name);
  const { items } = await client.list<Pod>("v1", "Pod");
  const pods = items.filter(
    ({ metadata, spec, status }) =>
      metadata.namespace !== "kube-system" &&
      metadata.ownerReferences?.some(({ controller }) => controller) &&
      !finished.includes(status?.phase ?? "") &&
      names.includes(spec.nodeName ?? ""),
  );
  for (const workload of await inOrder(client, pods)) await end(client, workload, report);
}

async function inOrder(client: KubeClient, pods: Pod[]): Promise<Pod[][]> {
  const workloads = new Map<string, { made: string; pods: Pod[] }>();
  for (const pod of pods) {
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller);
    const found = owner && (await client.get({ ...owner, metadata: { ...pod.metadata, name: owner.name } }));
    const { metadata } = found ?? pod;
    const workload = workloads.get(metadata.uid ?? "") ?? {
      made: metadata.creationTimestamp ?? "",
      pods: [],
    };
    workload.pods.push(pod);
    workloads.set(metadata.uid ?? "", workload);
  }
  return [...workloads.values()].sort((a, b) => b.made.localeCompare(a.made)).map(({ pods }) => pods);
}

/** Asks all of them to end and waits as long as they may take; those that take longer are told. */
async function end(client: KubeClient, pods: Pod[], report: Report): Promise<void> {
  const grace = Math.max(...pods.map(({ spec }) => spec.terminationGracePeriodSeconds ?? 30));
  report(`asking ${namesOf(pods)} to end, at most ${grace} s`);
  for (const pod of pods) await client.delete(pod);
  const seconds = grace + 10;
  const deadline = Date.now() + seconds * 1000;
  const isThere = async (pod: Pod) => (await client.get(pod))?.metadata.uid === pod.metadata.uid;
  const late: Pod[] = [];
  for (const pod of pods) {
    let there = await isThere(pod);
    while (there && Date.now() < deadline) {
      await sleep(pollMilliseconds);
      there = await isThere(pod);
    }
    if (there) late.push(pod);
  }
  if (late.length > 0) report(`not ended after ${seconds} s, cut off with their nodes: ${namesOf(late)}`);
}

function namesOf(pods: Pod[]): string {
  return pods.map(({ metadata }) => metadata.name).join(", ");
}
