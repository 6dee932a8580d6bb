import type { KubeClient, KubeObject } from "../../../sandbox/cluster/kubeClient";

const zoneLabel = "topology.kubernetes.io/zone";
/** kwok answers for the nodes with this annotation. */
const answeredFor = "kwok.x-k8s.io/node";

/** The simulated nodes as the machines that Google would show. */
export async function machines(client: KubeClient) {
  const { items } = await client.list("v1", "Node");
  return items.map(({ metadata: { name, labels, annotations } }) => ({
    name,
    zone: labels?.[zoneLabel],
    status: annotations?.[answeredFor] === undefined ? "TERMINATED" : "RUNNING",
  }));
}

/** Nobody answers for a zone's machines any more: simulated nodes, left by their kubelet and said not to be ready. */
export async function loseZone(client: KubeClient, zone: string): Promise<void> {
  for (const node of await nodesOf(client, zone)) {
    await simulate(client, node, null);
    const conditions = [{ type: "Ready", status: "Unknown", reason: "NodeStatusUnknown" }];
    await client.patch(node, { status: { conditions } }, { type: "strategic", subresource: "status" });
  }
}

/** The zone's machines are back. */
export async function regainZone(client: KubeClient, zone: string): Promise<void> {
  for (const node of await nodesOf(client, zone)) await simulate(client, node, "fake");
}

/** Of each pod's name the zone that it runs in. */
export async function zonesOfPods(client: KubeClient): Promise<Record<string, string>> {
  const nodes = (await client.list("v1", "Node")).items;
  const pods = (await client.list<KubeObject & { spec: { nodeName?: string } }>("v1", "Pod")).items;
  return Object.fromEntries(
    pods.map(({ metadata, spec }) => {
      const node = nodes.find((each) => each.metadata.name === spec.nodeName);
      return [metadata.name, node?.metadata.labels?.[zoneLabel] ?? ""];
    }),
  );
}

async function nodesOf(client: KubeClient, zone: string): Promise<KubeObject[]> {
  const { items } = await client.list("v1", "Node");
  return items.filter(({ metadata }) => metadata.labels?.[zoneLabel] === zone);
}

async function simulate(client: KubeClient, node: KubeObject, value: "fake" | null): Promise<void> {
  await client.patch(node, { metadata: { annotations: { [answeredFor]: value } } });
}
