import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cgroupOf, makeCgroups, removeCgroups } from "../cgroups";
import type { Node } from "../cluster/controllers/objects";
import type { KubeClient } from "../cluster/kubeClient";
import type { ClusterFolder, SandboxFolder } from "../folder";
import { processesNamed, startDetached } from "../processes";
import { type NodeAddresses, serviceRange } from "./addresses";
import { csiDriverCommand } from "./csi/command";
import { markOf } from "./loadBalancer/rules";
import { insideNetwork, networkProcess } from "./network";
import { type NodeSettings, writeNodeFiles } from "./nodeFiles";
import type { NodeIdentity } from "./nodeFolders";

const readySeconds = 120;

export interface RealNodeOptions extends NodeSettings, NodeIdentity {
  name: string;
  sandbox: SandboxFolder;
  cluster: ClusterFolder;
  addresses: NodeAddresses;
}

/** A node whose pods really run: kubelet, containerd, kube-proxy and the disks' driver in namespaces of their own. */
export class RealNode {
  private readonly folder: string;
  /** In milliseconds since the epoch; 0 when it ran before. */
  private startedAt = 0;

  constructor(private readonly options: RealNodeOptions) {
    this.folder = join(options.cluster.nodes, options.name);
  }

  /** Starts it unless it runs; says whether it did. */
  async start(): Promise<boolean> {
    const { name, index, zone, processors, sandbox, cluster, addresses, programs, ...shared } = this.options;
    if (processesNamed(this.folder).length > 0) return false;
    const [address, podRange, { gateway }] = [addresses.node(index), addresses.pods(index), addresses];
    const etc = join(this.folder, "etc");
    await writeNodeFiles(etc, { node: name, address, podRange, gateway, sandbox, programs, ...shared });
    const cgroup = `${cgroupOf(cluster.path)}/${index}`;
    // Groups that a killed node left behind would keep kubelet waiting for their containers, seconds for each.
    await removeCgroups(cgroup);
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
      `${processors}`,
    ];
    // Kubernetes' times are whole seconds.
    this.startedAt = Date.now() - 1000;
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
    return true;
  }

  /** Waits until its kubelet, as it runs now, says that it is ready. */
  async becomesReady(client: KubeClient): Promise<void> {
    const { name } = this.options;
    const deadline = Date.now() + readySeconds * 1000;
    for (;;) {
      const node = await client.get<Node>({ apiVersion: "v1", kind: "Node", metadata: { name } });
      const ready = node?.status?.conditions?.find(({ type }) => type === "Ready");
      if (ready?.status === "True" && Date.parse(ready.lastHeartbeatTime ?? "") >= this.startedAt) return;
      if (processesNamed(this.folder).length === 0 || Date.now() > deadline)
        throw new Error(`the node ${name} does not become ready, see the logs in ${this.folder}`);
      await sleep(100);
    }
  }
}
