import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ClusterFolder, type SandboxFolder } from "../folder";
import { replaceFile } from "../replaceFile";

const schema = z.strictObject({
  version: z.literal(1),
  id: z.string(),
  address: z.ipv4(),
  nodeNetwork: z.int().min(0).max(511).optional(),
});

/** What a complete control plane keeps about itself. */
export interface ClusterDescription {
  id: string;
  /** Its loopback address. */
  address: string;
  /** The number of the network of its real nodes; a cluster without has simulated nodes alone. */
  nodeNetwork?: number;
}

export function writeDescription(cluster: ClusterFolder, description: ClusterDescription): void {
  replaceFile(cluster.description, `${JSON.stringify({ version: 1, ...description })}\n`);
}

/** All control planes whose creation was completed. */
export function readDescriptions(folder: SandboxFolder): ClusterDescription[] {
  return clusterFolders(folder)
    .map(({ description }) => description)
    .filter(existsSync)
    .map(read);
}

/** The folders of all control planes, also of those that a killed creation left behind. */
export function clusterFolders(folder: SandboxFolder): ClusterFolder[] {
  if (!existsSync(folder.clusters)) return [];
  return readdirSync(folder.clusters).map((name) => new ClusterFolder(join(folder.clusters, name)));
}

function read(file: string): ClusterDescription {
  try {
    const { version: _, ...description } = schema.parse(JSON.parse(readFileSync(file, "utf8")));
    return description;
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw new Error(
      `${file} does not describe a control plane of the sandbox (${reason}): put back an intact copy, ` +
        "or remove its folder, which is the loss of what runs on that cluster",
    );
  }
}
