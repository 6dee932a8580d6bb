import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "./kubeClient";
import { csiNodeObject, nodeObject, poolLabel, type NodeSpec } from "./nodes";

/** How long a drain respects disruption budgets; GKE's hour would make nobody wiser here. */
const drainSeconds = 60;
const pollMilliseconds = 200;

interface Node extends KubeObject {
  spec?: { taints?: { key: string }[] };
}

/** Makes the pool's nodes exactly these; those that go are cordoned, drained and deleted, one after the other. */
export async function applyPool(client: KubeClient, pool: string, nodes: NodeSpec[]): Promise<void> {
  for (const node of nodes) await applyNode(client, node);
  const { items } = await client.list("v1", "Node", { labelSelector: `${poolLabel}=${pool}` });
  const surplus = items.filter(({ metadata }) => !nodes.some(({ name }) => name === metadata.name));
  for (const node of surplus) await client.patch(node, { spec: { unschedulable: true } });
  for (const node of surplus) {
    await drain(client, node.metadata.name);
    await client.delete(node);
  }
}

async function applyNode(client: KubeClient, spec: NodeSpec): Promise<void> {
  const wanted = nodeObject(spec);
  const existing = await client.get<Node>(wanted);
  if (existing !== undefined) {
    await client.patch(existing, nodeChange(existing, spec));
    return;
  }
  const { metadata } = await client.create<KubeObject>(wanted);
  await client.create(csiNodeObject(spec, metadata.uid!));
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
async function drain(client: KubeClient, node: string): Promise<void> {
  const deadline = Date.now() + drainSeconds * 1000;
  for (;;) {
    const pods = await evictablePods(client, node);
    if (pods.length === 0) return;
    const late = Date.now() > deadline;
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
