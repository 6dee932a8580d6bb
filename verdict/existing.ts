import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Clusters } from "../sandbox/cluster/clusters";
import { DiskFiles } from "../sandbox/disks/diskFiles";
import { projectName } from "../sandbox/engine/settings";
import type { SandboxFolder } from "../sandbox/folder";
import { Cloud } from "../sandbox/google/cloud";
import { GoogleStore } from "../sandbox/google/store";

const type = "gcp:dns/managedZone:ManagedZone";
const domainWithZone = z.object({ name: z.string(), managedZone: z.string() });

/**
 * Makes the Cloud DNS zone that a stack's file names, for the domain above the one that is to have records in it. It is the project's,
 * no stack makes it, and without it the program refuses its configuration. One that is there stays as it is.
 */
export async function makeNamedZone(folder: SandboxFolder, tree: string, stack: string): Promise<void> {
  const file = join(tree, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) return;
  const { config } = (parse(readFileSync(file, "utf8")) ?? {}) as { config?: Record<string, unknown> };
  const domain = domainWithZone.safeParse(config?.[`${projectName(tree)}:domain`]);
  const project = config?.["gcp:project"];
  if (!domain.success || typeof project !== "string") return;
  const { name, managedZone } = domain.data;
  const id = `projects/${project}/managedZones/${managedZone}`;
  const store = new GoogleStore(folder.google);
  if (store.read().resources[id]) return;
  const inputs = {
    name: managedZone,
    dnsName: `${name.split(".").slice(1).join(".")}.`,
    project,
    visibility: "public",
  };
  const cloud = new Cloud(store, new Clusters(folder), new DiskFiles(folder.disks));
  await cloud.create(
    { type, id, inputs, place: { project }, extra: {} },
    { config: { project, defaultLabels: {}, addPulumiAttributionLabel: false }, log: () => undefined },
  );
}
