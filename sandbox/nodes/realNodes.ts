import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cgroupOf, removeCgroups } from "../cgroups";
import type { ClusterDescription } from "../cluster/clusterDescription";
import { ports } from "../cluster/controlPlaneArguments";
import type { KubeClient } from "../cluster/kubeClient";
import type { Machines } from "../cluster/nodePool";
import type { NodeSpec } from "../cluster/nodes";
import type { ClusterFolder, SandboxFolder } from "../folder";
import { ImageRegistry } from "../images/imageRegistry";
import { startRegistry } from "../images/images";
import { parseQuantity } from "../quantity";
import { processesNamed, runningProcesses, stopProcesses } from "../processes";
import type { Report } from "../toolBuild";
import { NodeAddresses } from "./addresses";
import { applyDns } from "./dns";
import { applyNetworkPolicyRole } from "./networkPolicy";
import { ensureNetwork, hasLink, networkProcess } from "./network";
import { RealNode } from "./node";
import type { NodeSettings } from "./nodeFiles";
import { NodeFolders, type NodeIdentity } from "./nodeFolders";
import { nodePrograms } from "./programs";
import { systemImage } from "./systemImages";
import { workloadsReady } from "./workloads";

/** A network that no other cluster has whose nodes run on this machine. */
export function unusedNetwork(): number {
  for (let tries = 0; tries < 100; tries++) {
    const network = randomInt(512);
    if (!hasLink(new NodeAddresses(network))) return network;
  }
  throw new Error("this machine has no more networks for real nodes: stop other sandboxes");
}

/** The real nodes of one cluster. */
export class RealNodes implements Machines {
  private readonly cluster: ClusterFolder;
  private readonly addresses: NodeAddresses;
  private readonly folders: NodeFolders;
  private started: Promise<NodeSettings> | undefined;

  constructor(
    private readonly sandbox: SandboxFolder,
    private readonly description: ClusterDescription & { nodeNetwork: number },
    private readonly client: () => KubeClient,
    private readonly report: Report,
  ) {
    this.cluster = sandbox.cluster(description.id);
    this.addresses = new NodeAddresses(description.nodeNetwork);
    this.folders = new NodeFolders(this.cluster.nodes);
  }

  /** Starts what does not run of the network, the registry and the nodes that there were. */
  async resume(): Promise<void> {
    await this.ready();
    const started = await Promise.all(
      this.folders.names().map((name) => this.run(name, this.folders.read(name)!)),
    );
    if (!started.includes(true)) return;
    this.report("started nodes again; waiting for their pods");
    await workloadsReady(this.client(), this.report);
  }

  /** The first of each zone. */
  choose(nodes: NodeSpec[]): NodeSpec[] {
    return nodes.filter((node) => nodes.find(({ zone }) => zone === node.zone) === node);
  }

  async start(nodes: NodeSpec[]): Promise<void> {
    const identities: [string, NodeIdentity][] = [];
    for (const { name, zone, cpu } of nodes) {
      const machine = { zone, processors: Math.ceil(parseQuantity(cpu)) };
      identities.push([name, this.folders.read(name) ?? (await this.folders.make(name, machine))]);
    }
    await Promise.all(identities.map(([name, identity]) => this.run(name, identity)));
  }

  async remove(node: string): Promise<void> {
    await stopProcesses(processesNamed(this.folders.folder(node)), 0);
    await this.folders.remove(node);
  }

  /** Says whether it was started now. */
  private async run(name: string, identity: NodeIdentity): Promise<boolean> {
    const { sandbox, cluster, addresses } = this;
    const node = new RealNode({ sandbox, cluster, addresses, name, ...identity, ...(await this.ready()) });
    const started = await node.start();
    await node.becomesReady(this.client());
    return started;
  }

  private ready(): Promise<NodeSettings> {
    return (this.started ??= this.startNetwork());
  }

  private async startNetwork(): Promise<NodeSettings> {
    const { sandbox, cluster, addresses, report } = this;
    const programs = await nodePrograms(report);
    const registry = await startRegistry(sandbox, report);
    const busybox = join(programs.root, "bin", "busybox");
    const pause = await systemImage(sandbox, registry, { name: "pause", program: busybox }, report);
    const coredns = { name: "coredns", program: programs.tools.coredns };
    const dnsImage = await systemImage(sandbox, registry, coredns, report);
    const relays = [
      { port: ports.apiServer, target: `TCP:${this.description.address}:${ports.apiServer}` },
      { port: registry.port, target: `TCP6:[${ImageRegistry.address}]:${registry.port}` },
    ];
    await ensureNetwork({ folder: cluster.path, addresses, relays, programs });
    const apiServer = {
      server: `https://${addresses.gateway}:${ports.apiServer}`,
      serverName: this.description.address,
      ca: await readFile(sandbox.caCertificate, "utf8"),
    };
    await applyNetworkPolicyRole(this.client());
    await applyDns(this.client(), { image: dnsImage, apiServer });
    return { programs, apiServer, pause, registry };
  }
}

/** Ends the nodes of a cluster, with one signal, and removes what they left outside of their namespaces. */
export async function stopNodes({ path, nodes }: ClusterFolder): Promise<void> {
  const network = networkProcess(path);
  await stopProcesses([...(network ? [network] : []), ...runningProcesses(nodes)], 0);
  await removeCgroups(cgroupOf(path));
}
