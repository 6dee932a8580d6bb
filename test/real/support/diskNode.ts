import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { diskDriver } from "../../../sandbox/cluster/csi";
import { SandboxFolder } from "../../../sandbox/folder";
import { contentId } from "../../../sandbox/google/content";
import { csiDriverCommand } from "../../../sandbox/nodes/csi/command";
import { ensureProtocols, service } from "../../../sandbox/nodes/csi/protocols";
import { nodePackages } from "../../../sandbox/nodes/programs";
import { type RunningProcess, startDetached, stopProcesses } from "../../../sandbox/processes";
import { run } from "../../../sandbox/run";
import { eventually } from "../../support/eventually";
import { type Stored, type TestCloud, zone } from "../../support/googleCloud";

const kubelet = "/var/lib/kubelet";
export const staged = `${kubelet}/staged/globalmount`;
export const published = `${kubelet}/published/mount`;

export const writable = {
  mount: { fsType: "ext4", mountFlags: [] as string[] },
  accessMode: { mode: "SINGLE_NODE_WRITER" },
};

const prepare = `
  mount --make-rprivate /
  mount -t tmpfs tmpfs /var/lib
  mkdir ${kubelet}
  mount --bind "$0" ${kubelet}
  exec "$@"`;

const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** The driver of a node in namespaces of its own; what attaches disks is done as the stand-in attacher does it. */
export class DiskNode {
  private constructor(
    private readonly cloud: TestCloud,
    readonly name: string,
    private readonly folder: string,
    private readonly process: RunningProcess,
  ) {}

  static async start(cloud: TestCloud, name: string): Promise<DiskNode> {
    const folder = join(cloud.folder, name);
    mkdirSync(folder, { recursive: true });
    await ensureProtocols();
    const { env } = await nodePackages();
    const { command, args } = csiDriverCommand(new SandboxFolder(cloud.folder), { name, zone });
    const process = await startDetached({
      name: folder,
      command: "unshare",
      args: [...namespaces, "sh", "-euc", prepare, folder, command, ...args],
      log: `${folder}.log`,
      env,
    });
    const node = new DiskNode(cloud, name, folder, process);
    await eventually(() => node.ask("csi.v1.Identity", "probe", {}), 30);
    return node;
  }

  /** Calls the driver; an error is its code and words. */
  ask<T = object>(name: string, method: string, request: object): Promise<T> {
    const socket =
      name === "pluginregistration.Registration"
        ? join(this.folder, "plugins_registry", `${diskDriver}-reg.sock`)
        : join(this.folder, "plugins", diskDriver, "csi.sock");
    const client = new (service(name))(`unix:${socket}`, credentials.createInsecure());
    const call = client[method] as (
      request: object,
      done: (error: ServiceError | null, answer: T) => void,
    ) => void;
    return new Promise<T>((resolve, reject) =>
      call.call(client, request, (error, answer) =>
        error ? reject(new Error(`${error.code} ${error.details}`)) : resolve(answer),
      ),
    ).finally(() => client.close());
  }

  node<T = object>(method: string, disk: Stored, request: object): Promise<T> {
    return this.ask<T>("csi.v1.Node", method, { volumeId: disk.id, ...request });
  }

  async attach(disk: Stored): Promise<void> {
    await this.cloud.disks.attach(this.content(disk), this.name, Number(disk.outputs.size));
  }

  async detach(disk: Stored): Promise<void> {
    await this.cloud.disks.detach(this.content(disk), this.name);
  }

  stage(disk: Stored, volumeCapability: object = writable): Promise<object> {
    return this.node("nodeStageVolume", disk, { stagingTargetPath: staged, volumeCapability });
  }

  publish(disk: Stored, targetPath = published, readonly = false): Promise<object> {
    const request = { stagingTargetPath: staged, targetPath, readonly, volumeCapability: writable };
    return this.node("nodePublishVolume", disk, request);
  }

  unpublish(disk: Stored, targetPath = published): Promise<object> {
    return this.node("nodeUnpublishVolume", disk, { targetPath });
  }

  unstage(disk: Stored): Promise<object> {
    return this.node("nodeUnstageVolume", disk, { stagingTargetPath: staged });
  }

  /** Attaches, stages and publishes. */
  async mount(disk: Stored): Promise<void> {
    await this.attach(disk);
    await this.stage(disk);
    await this.publish(disk);
  }

  /** Unpublishes, unstages and detaches. */
  async unmount(disk: Stored): Promise<void> {
    await this.unpublish(disk);
    await this.unstage(disk);
    await this.detach(disk);
  }

  /** Runs a script of the shell as a process of the node, in the folder of the published disk. */
  async shell(script: string): Promise<string> {
    const own = `/proc/${this.process.pid}/ns`;
    const inside = [`--mount=${own}/mnt`, `--pid=${own}/pid_for_children`];
    const command = `cd ${published} 2>/dev/null || true; ${script}`;
    return (await run("nsenter", [...inside, "sh", "-euc", command])).stdout.trim();
  }

  async kill(): Promise<void> {
    await stopProcesses([this.process], 0);
  }

  private content({ id }: Stored): string {
    return contentId(this.cloud.store.read().resources[id]!);
  }
}
