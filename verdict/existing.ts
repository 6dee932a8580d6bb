import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { indexGenerations } from "../config/indexDisks";
import { schema } from "../config/schema";
import { prefixOf } from "../config/values";
import { Clusters } from "../sandbox/cluster/clusters";
import { DiskFiles } from "../sandbox/disks/diskFiles";
import { projectName } from "../sandbox/engine/settings";
import type { SandboxFolder } from "../sandbox/folder";
import { Cloud } from "../sandbox/google/cloud";
import { idOf } from "../sandbox/google/ids";
import { GoogleStore } from "../sandbox/google/store";
import type { Properties } from "../sandbox/provider/provider";

/** What a stack's file says, by full keys. */
type Values = Record<string, unknown>;

const zoneType = "gcp:dns/managedZone:ManagedZone";
const diskType = "gcp:compute/disk:Disk";
const snapshotType = "gcp:compute/snapshot:Snapshot";

/**
 * Makes what a stack's file names and no stack makes, without which the program refuses its configuration: the Cloud DNS zone of
 * its domain, and the snapshots that it restores. What is there stays as it is.
 */
export async function makeNamed(folder: SandboxFolder, tree: string, stack: string): Promise<void> {
  const values = valuesOf(tree, stack);
  const project = values["gcp:project"];
  if (typeof project !== "string") return;
  const console = new Console(folder, project);
  const namespace = projectName(tree);
  await makeZone(console, values[`${namespace}:domain`]);
  await makeSnapshots(console, values, namespace, stack);
}

function valuesOf(tree: string, stack: string): Values {
  const file = join(tree, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return {};
  return ((parse(readFileSync(file, "utf8")) ?? {}) as { config?: Values | null }).config ?? {};
}

const domainWithZone = z.object({ name: z.string(), managedZone: z.string() });

/** For the domain above the one that is to have records in it. */
async function makeZone(console: Console, domain: unknown): Promise<void> {
  const { data } = domainWithZone.safeParse(domain);
  if (!data) return;
  const dnsName = `${data.name.split(".").slice(1).join(".")}.`;
  await console.make(zoneType, { name: data.managedZone, dnsName, visibility: "public" });
}

const restoring = schema.pick({ elasticsearch: true, zones: true });

/** Of the disks before any restore, which may be made only after this: then of others in their place, which go again. */
async function makeSnapshots(console: Console, values: Values, namespace: string, stack: string) {
  const [elasticsearch, zones] = ["elasticsearch", "zones"].map((key) => values[`${namespace}:${key}`]);
  const { data } = restoring.safeParse({ elasticsearch, zones });
  if (!data) return;
  const [disks = []] = indexGenerations(data, prefixOf(namespace, stack));
  for (const [node, { diskName, zone }] of disks.entries()) {
    const names = data.elasticsearch.restores.flatMap(({ snapshots }) => snapshots[node] ?? []);
    if (names.every((name) => console.has(snapshotType, { name }))) continue;
    const disk = { name: diskName, zone, size: smallestDiskGb };
    const isMade = await console.make(diskType, disk);
    const sourceDisk = console.id(diskType, disk);
    for (const name of names) await console.make(snapshotType, { name, sourceDisk });
    if (isMade) await console.delete(diskType, disk);
  }
}

/** No disk that is made of its snapshot is smaller. */
const smallestDiskGb = 10;

/** Makes resources as a person does in Google's console. */
class Console {
  private readonly store: GoogleStore;
  private readonly cloud: Cloud;
  private readonly caller;

  constructor(
    folder: SandboxFolder,
    private readonly project: string,
  ) {
    this.store = new GoogleStore(folder.google);
    this.cloud = new Cloud(this.store, new Clusters(folder), new DiskFiles(folder.disks));
    this.caller = {
      config: { project, defaultLabels: {}, addPulumiAttributionLabel: false },
      log: () => undefined,
    };
  }

  id(type: string, inputs: Properties): string {
    return idOf(type, { ...inputs, project: this.project }, {});
  }

  has(type: string, inputs: Properties): boolean {
    return this.store.read().resources[this.id(type, inputs)] !== undefined;
  }

  /** Whether it was not there. */
  async make(type: string, news: Properties): Promise<boolean> {
    if (this.has(type, news)) return false;
    const { project } = this;
    const inputs = { ...news, project };
    await this.cloud.create(
      { type, id: this.id(type, news), inputs, place: { project }, extra: {} },
      this.caller,
    );
    return true;
  }

  async delete(type: string, inputs: Properties): Promise<void> {
    await this.cloud.delete(type, this.id(type, inputs), this.caller);
  }
}
