import { randomInt } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import type { ClusterFolder, SandboxFolder } from "../folder";
import { RealNodes, stopNodes, unusedNetwork } from "../nodes/realNodes";
import { runningProcesses, stopProcesses } from "../processes";
import type { How } from "../realism";
import type { Report } from "../toolBuild";
import { writeAuthPlugin } from "./authPlugin";
import { readDescriptions, writeDescription } from "./clusterDescription";
import { ControlPlane } from "./controlPlane";
import { ports } from "./controlPlaneArguments";
import { ensureToken, writeCredentials } from "./credentials";
import { csiDriver, filestoreDriverObject } from "./csi";
import { addressUsers, attachedDisks, gatewayUsers, type AttachedDisk } from "./inUse";
import type { KubeClient } from "./kubeClient";
import { applyPool } from "./nodePool";
import type { NodeSpec } from "./nodes";

export type { AttachedDisk } from "./inUse";
export type { NodeSpec } from "./nodes";

/** The control planes of one sandbox. They outlive the process that started them. */
export class Clusters {
  /** By their clusters' ids. */
  private readonly nodes = new Map<string, RealNodes>();

  /** `pods` says whether clusters that are made from now on have real nodes; `report` gets what takes long. */
  constructor(
    readonly folder: SandboxFolder,
    private readonly pods: How = "simulated",
    private readonly report: Report = () => undefined,
  ) {}

  /** Starts a control plane from nothing (erases what a killed creation left behind); ready when it returns. */
  async create(id: string): Promise<{ endpoint: string; caCertificate: string }> {
    await this.erase(id);
    const cluster = this.folder.cluster(id);
    const address = randomLoopbackAddress();
    await mkdir(cluster.path, { recursive: true, mode: 0o700 });
    await writeCredentials(this.folder, cluster, address);
    writeAuthPlugin(this.folder, await ensureToken(this.folder));
    const nodeNetwork = this.pods === "real" ? unusedNetwork() : undefined;
    const controlPlane = new ControlPlane(this.folder, { id, address, nodeNetwork });
    try {
      await controlPlane.start();
      await controlPlane.connect().create(csiDriver);
      await this.realNodes(controlPlane)?.resume();
    } catch (error) {
      await this.kill(cluster);
      throw error;
    }
    writeDescription(cluster, controlPlane.description);
    const caCertificate = await readFile(this.folder.caCertificate, "utf8");
    return { endpoint: `${address}:${ports.apiServer}`, caCertificate };
  }

  /** Ends the control plane and erases its etcd; succeeds when there is none. */
  async erase(id: string): Promise<void> {
    const cluster = this.folder.cluster(id);
    this.nodes.delete(id);
    await this.kill(cluster);
    await rm(cluster.path, { recursive: true, force: true });
  }

  private async kill(cluster: ClusterFolder): Promise<void> {
    await stopNodes(cluster);
    await stopProcesses(runningProcesses(cluster.path), 0);
  }

  /** Starts again what does not run of every cluster in the folder, at the same address with the same data. */
  async resume(): Promise<void> {
    await Promise.all(
      this.all().map(async (controlPlane) => {
        await controlPlane.start();
        await this.realNodes(controlPlane)?.resume();
      }),
    );
  }

  /** Makes the pool's nodes exactly these; nodes that go are cordoned, drained by eviction (bounded in time) and deleted. */
  async applyNodes(id: string, pool: string, nodes: NodeSpec[]): Promise<void> {
    const controlPlane = this.controlPlane(id);
    await applyPool(controlPlane.connect(), pool, nodes, this.realNodes(controlPlane));
  }

  /** Gives the cluster the driver for Filestore, or takes it away. */
  async applyFilestore(id: string, enabled: boolean): Promise<void> {
    const client = this.controlPlane(id).connect();
    const exists = (await client.get(filestoreDriverObject)) !== undefined;
    if (enabled && !exists) await client.create(filestoreDriverObject);
    if (!enabled && exists) await client.delete(filestoreDriverObject);
  }

  private controlPlane(id: string): ControlPlane {
    const controlPlane = this.all().find((each) => each.id === id);
    if (controlPlane === undefined)
      throw new Error(`the sandbox ${this.folder.path} has no control plane of ${id}`);
    return controlPlane;
  }

  private realNodes(controlPlane: ControlPlane): RealNodes | undefined {
    const { nodeNetwork, ...description } = controlPlane.description;
    if (nodeNetwork === undefined) return undefined;
    const connect = () => controlPlane.connect();
    const known = this.nodes.get(description.id);
    const nodes = known ?? new RealNodes(this.folder, { ...description, nodeNetwork }, connect, this.report);
    this.nodes.set(description.id, nodes);
    return nodes;
  }

  /** Disks attached to nodes of every running control plane, or all but one: the truth about "in use". */
  async attachedDisks(except?: string): Promise<AttachedDisk[]> {
    return this.askRunning(except, attachedDisks);
  }

  /** The services, of every running control plane or all but one, to which the address leads, as `namespace/name`. */
  async addressUsers(address: string, except?: string): Promise<string[]> {
    return this.askRunning(except, (client) => addressUsers(client, address));
  }

  /** The Gateways, of every running control plane or all but one, whose load balancer uses the Google resource. */
  async gatewayUsers(id: string, except?: string): Promise<string[]> {
    return this.askRunning(except, (client) => gatewayUsers(client, id));
  }

  private async askRunning<T>(
    except: string | undefined,
    ask: (client: KubeClient, id: string) => Promise<T[]>,
  ) {
    const asked = this.all().filter((controlPlane) => controlPlane.id !== except && controlPlane.isRunning());
    return (
      await Promise.all(asked.map((controlPlane) => ask(controlPlane.connect(), controlPlane.id)))
    ).flat();
  }

  private all(): ControlPlane[] {
    return readDescriptions(this.folder).map((description) => new ControlPlane(this.folder, description));
  }
}

/** One of 16 million, so that control planes never meet and each can have the standard ports. */
function randomLoopbackAddress(): string {
  return ["127", randomInt(1, 255), randomInt(0, 256), randomInt(1, 255)].join(".");
}
