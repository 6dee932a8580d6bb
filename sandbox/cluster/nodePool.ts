import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "./kubeClient";
import { csiNodeObject, nodeObject, poolLabel, type NodeSpec } from "./nodes";

/** How long draining respects disruption budgets, as GKE does for an hour. */
const drainSeconds = 60;
const pollMilliseconds = 200;

interface Node extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: { key: string }[] };
}

/** Makes the pool's nodes exactly these; those that go are cordoned, drained and deleted, one after the other. */
export async function applyPool(client: KubeClient, pool: string, nodes: NodeSpec[]): Promise<void> {
  for (const node of nodes) await applyNode(client, node);
  const { items } = await client.list<Node>("v1", "Node");
  const isGoing = ({ metadata }: Node) =>
    metadata.labels?.[poolLabel] === pool && !nodes.some(({ name }) => name === metadata.name);
  const going = items.filter(isGoing);
  for (const node of going) await client.patch(node, { spec: { unschedulable: true } });
  // Without another node an evicted pod never comes back, so no budget would ever allow the next eviction.
  const canMove = items.some((node) => !isGoing(node) && !node.spec?.unschedulable);
  const deadline = Date.now() + (canMove ? drainSeconds * 1000 : 0);
  for (const node of going) {
    await drain(client, node.metadata.name, deadline);
    await client.delete(node);
  }
}

async function applyNode(client: KubeClient, spec: NodeSpec): Promise<void> {
  const wanted = nodeObject(spec);
  const existing = await client.get<Node>(wanted);
  const { metadata } = existing
    ? await client.patch(existing, nodeChange(existing, spec))
    : await client.create<KubeObject>(wanted);
  await client.apply(csiNodeObject(spec, metadata.uid!), { fieldManager: "sandbox" });
}

/** A merge patch; what Kubernetes itself put on the node stays. */
function nodeChange({ metadata, spec }: Node, wanted: NodeSpec) {
  const { labels } = nodeObject(wanted).metadata;
  const gone = Object.keys(metadata.labels ?? {}).filter((key) => !(key in labels) && !isKubernetesOwn(key));
  const ownTaints = (spec?.taints ?? []).filter(({ key }) => isKubernetesOwn(key));
  return {
    metadata: { labels: { ...labels, ...Object.fromEntries(gone.map((key) => [key, null])) } },
    spec: { taints: [...wanted.taints, ...ownTaints] },
  };
}

function isKubernetesOwn(key: string): boolean {
  return key.startsWith("node.kubernetes.io/") || key.startsWith("beta.kubernetes.io/");
}

/** Evicts the node's pods as disruption budgets allow it; what is left when the time is over is deleted. */
async function drain(client: KubeClient, node: string, deadline: number): Promise<void> {
  for (;;) {
    const pods = await evictablePods(client, node);
    if (pods.length === 0) return;
    const late = Date.now() >= deadline;
    for (const pod of pods)
      await (late ? client.delete(pod, { gracePeriodSeconds: 0 }) : tryToEvict(client, pod));
    await sleep(pollMilliseconds);
  }
}

async function evictablePods(client: KubeClient, node: string): Promise<KubeObject[]> {
  const { items } = await client.list("v1", "Pod", { fieldSelector: `spec.nodeName=${node}` });
  const isOfDaemonSet = (pod: KubeObject) =>
    pod.metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet");
  return items.filter((pod) => !isOfDaemonSet(pod));
}

async function tryToEvict(client: KubeClient, pod: KubeObject): Promise<void> {
  try {
    await client.evict(pod);
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 429)) throw error;
  }
}
