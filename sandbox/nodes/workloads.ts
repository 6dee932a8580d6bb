import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject } from "../cluster/kubeClient";
import type { Report } from "../toolBuild";

const patienceSeconds = 90;
const looks = 3;

interface Workload extends KubeObject {
  spec: { replicas: number };
  status?: { readyReplicas?: number };
}

/**
 * Waits until the pods that ran before are Ready again, at most 90 s: one that cannot be is for the next change to mend.
 * What was Ready before a machine was lost is called so for a moment afterwards, so that it is looked at more than once.
 */
export async function workloadsReady(client: KubeClient, report: Report): Promise<void> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (let ready = 0; ready < looks;) {
    const waiting = await unready(client);
    ready = waiting.length === 0 ? ready + 1 : 0;
    if (waiting.length > 0 && Date.now() > deadline)
      return report(`not Ready again after ${patienceSeconds} s: ${waiting.join(", ")}`);
    await sleep(1000);
  }
}

async function unready(client: KubeClient): Promise<string[]> {
  const kinds = ["Deployment", "StatefulSet"].map((kind) => client.list<Workload>("apps/v1", kind));
  const workloads = (await Promise.all(kinds)).flatMap(({ items }) => items);
  return workloads
    .filter(({ spec, status }) => (status?.readyReplicas ?? 0) < spec.replicas)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}
