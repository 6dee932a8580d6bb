import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "./kubeClient";
import {
  csiNodeObject,
  isReal,
  nodeObject,
  poolLabel,
  realNodeObject,
  realPods,
  simulatedNodeObject,
  type NodeSpec,
} from "./nodes";

/** How long draining respects disruption budgets: GKE does for an hour. */
const drainSeconds = { simulated: 60, real: 3600 };
const pollMilliseconds = 200;

interface Pod extends KubeObject {
  spec: { terminationGracePeriodSeconds: number };
}

interface Node extends KubeObject {
  spec?: { unschedulable?: boolean; taints?: { key: string }[] };
}

/** Machines for those nodes of a cluster that are not simulated. */
export interface Machines {
  /** Those of a pool's nodes that get a machine. */
  choose(nodes: NodeSpec[]): NodeSpec[];
  /** Starts the machines of nodes that do not run; they are Ready when it returns. */
  start(nodes: NodeSpec[]): Promise<void>;
  /** Ends a node's machine and deletes what it kept; a node without one is left alone. */
  remove(node: string): Promise<void>;
}

/** Makes the pool's nodes exactly these; those that go are cordoned, drained and deleted, one after the other. */
export async function applyPool(
  client: KubeClient,
  pool: string,
  nodes: NodeSpec[],
  machines?: Machines,
): Promise<void> {
  const real = machines?.choose(nodes) ?? [];
  for (const node of nodes) await applyNode(client, node, real.includes(node));
  await machines?.start(real);
  const { items } = await client.list<Node>("v1", "Node");
  const isGoing = ({ metadata }: Node) =>
    metadata.labels?.[poolLabel] === pool && !nodes.some(({ name }) => name === metadata.name);
  const going = items.filter(isGoing);
  for (const node of going) await client.patch(node, { spec: { unschedulable: true } });
  // Without another node an evicted pod never comes back, so no budget would ever allow the next eviction.
  const canMove = items.some((node) => !isGoing(node) && !node.spec?.unschedulable);
  for (const node of going) {
    await drain(client, node, canMove);
    // Whoever is killed in between finds the node, and goes on.
    await machines?.remove(node.metadata.name);
    await client.delete(node);
  }
}

async function applyNode(client: KubeClient, spec: NodeSpec, real: boolean): Promise<void> {
  const wanted = real ? realNodeObject(spec) : simulatedNodeObject(spec);
  const existing = await client.get<Node>(wanted);
  const { metadata } = existing
    ? await client.patch(existing, nodeChange(existing, spec))
    : await client.create<KubeObject>(wanted);
  // A real kubelet writes it when the driver has registered.
  if (!real) await client.apply(csiNodeObject(spec, metadata.uid!), { fieldManager: "sandbox" });
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
  return key.startsWith("node.kubernetes.io/") || key.startsWith("beta.kubernetes.io/") || key in realPods;
}

/**
 * Evicts the node's pods as disruption budgets allow it, in the time of a kind of node; what is left then is deleted:
 * a simulated pod at once, a real one with the time that it asks for, and by force when it takes longer.
 */
async function drain(client: KubeClient, node: Node, canMove: boolean): Promise<void> {
  const real = isReal(node);
  const deadline = Date.now() + (canMove ? drainSeconds[real ? "real" : "simulated"] * 1000 : 0);
  for (;;) {
    const pods = await evictablePods(client, node.metadata.name);
    if (pods.length === 0) return;
    for (const pod of pods) {
      const grace = real ? pod.spec.terminationGracePeriodSeconds : 0;
      if (Date.now() >= deadline + 2 * grace * 1000) await client.delete(pod, { gracePeriodSeconds: 0 });
      else if (pod.metadata.deletionTimestamp !== undefined) continue;
      else if (Date.now() >= deadline) await client.delete(pod);
      else await tryToEvict(client, pod);
    }
    await sleep(pollMilliseconds);
  }
}

async function evictablePods(client: KubeClient, node: string): Promise<Pod[]> {
  const { items } = await client.list<Pod>("v1", "Pod", { fieldSelector: `spec.nodeName=${node}` });
  const isOfDaemonSet = (pod: Pod) => pod.metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet");
  return items.filter((pod) => !isOfDaemonSet(pod));
}

async function tryToEvict(client: KubeClient, pod: KubeObject): Promise<void> {
  try {
    await client.evict(pod);
  } catch (error) {
    if (!(error instanceof KubeError && error.status === 429)) throw error;
  }
}
