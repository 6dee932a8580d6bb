import { readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { cgroupOf, makeCgroups } from "../cgroups";
import type { KubeClient } from "../cluster/kubeClient";
import type { ClusterFolder, SandboxFolder } from "../folder";
import { isRunning, runningProcesses, startDetached } from "../processes";
import { type NodeAddresses, serviceRange } from "./addresses";
import { csiDriverCommand } from "./csi/command";
import { markOf } from "./loadBalancer/rules";
import { insideNetwork, networkProcess } from "./network";
import { writeNodeFiles, type NodeFilesOptions } from "./nodeFiles";
import type { nodeTools } from "./programs";

const readySeconds = 120;

const identitySchema = z.strictObject({ index: z.int(), zone: z.string() });

/** What a node's folder keeps of it. */
export type NodeIdentity = z.infer<typeof identitySchema>;

type Shared = Pick<NodeFilesOptions, "sandbox" | "ca" | "server" | "serverName" | "registry" | "pause">;

export interface RealNodeOptions extends Shared, NodeIdentity {
  name: string;
  sandbox: SandboxFolder;
  cluster: ClusterFolder;
  addresses: NodeAddresses;
  programs: NodeFilesOptions["programs"] & { tools: Record<(typeof nodeTools)[number], string> };
}

/** A node whose pods really run: kubelet, containerd, kube-proxy and the disks' driver in namespaces of their own. */
export class RealNode {
  private readonly folder: string;

  constructor(private readonly options: RealNodeOptions) {
    this.folder = join(options.cluster.nodes, options.name);
  }

  /** Starts it unless it runs. */
  async start(): Promise<void> {
    const { name, index, zone, sandbox, cluster, addresses, programs, ...shared } = this.options;
    if (runningProcesses(cluster.nodes).some((process) => process.name === this.folder)) return;
    const [address, podRange, { gateway }] = [addresses.node(index), addresses.pods(index), addresses];
    await mkdir(this.folder, { recursive: true });
    const etc = join(this.folder, "etc");
    await writeNodeFiles(etc, { node: name, address, podRange, gateway, sandbox, programs, ...shared });
    await writeIdentity(this.folder, { index, zone });
    const cgroup = `${cgroupOf(cluster.path)}/${index}`;
    await makeCgroups(cgroup);
    const network = networkProcess(cluster.path);
    if (network === undefined) throw new Error(`the network of the nodes of ${cluster.path} does not run`);
    const driver = csiDriverCommand(sandbox, { name, zone });
    const arguments_ = [
      name,
      this.folder,
      address,
      gateway,
      podRange,
      `node${index}`,
      `${markOf(index)}`,
      serviceRange,
    ];
    await startDetached({
      name: this.folder,
      command: "nsenter",
      args: [
        ...insideNetwork(network),
        ...["sh", join(__dirname, "enter-node.sh"), cgroup],
        ...["sh", join(__dirname, "node.sh"), ...arguments_],
        driver.command,
        ...driver.args,
      ],
      log: join(this.folder, "node.log"),
      env: { ...programs.env, PATH: `${join(programs.tools.kubelet, "..")}:${programs.env.PATH}` },
    });
  }

  /** Waits until the kubelet says that it is ready. */
  async becomesReady(client: KubeClient): Promise<void> {
    const reference = { apiVersion: "v1", kind: "Node", metadata: { name: this.options.name } };
    const deadline = Date.now() + readySeconds * 1000;
    for (;;) {
      const node = await client.get<NodeStatus>(reference);
      if (node?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True")) return;
      const [process] = runningProcesses(this.options.cluster.nodes).filter(
        ({ name }) => name === this.folder,
      );
      if (process === undefined || !isRunning(process) || Date.now() > deadline)
        throw new Error(
          `the node ${this.options.name} does not become ready, see the logs in ${this.folder}`,
        );
      await sleep(100);
    }
  }
}

interface NodeStatus {
  status?: { conditions?: { type: string; status: string }[] };
}

/** What the folder of a node says of it; anything else is an error. */
export function readIdentity(folder: string): NodeIdentity {
  return identitySchema.parse(JSON.parse(readFileSync(join(folder, "node.json"), "utf8")));
}

async function writeIdentity(folder: string, identity: NodeIdentity): Promise<void> {
  const file = join(folder, "node.json");
  await writeFile(`${file}.new`, JSON.stringify(identity));
  await rename(`${file}.new`, file);
}
