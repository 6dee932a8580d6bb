import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { readDescriptions } from "./cluster/clusterDescription";
import type { SandboxFolder } from "./folder";
import { requireEngine } from "./images/engineNeeds";
import { requireNodes } from "./nodes/needs";
import { replaceFile } from "./replaceFile";

const how = z.enum(["simulated", "real"]);
const schema = z.strictObject({ version: z.literal(1), images: how, pods: how });

export type How = z.infer<typeof how>;

/** How a sandbox makes images and pods. */
export interface Realism {
  images: How;
  pods: How;
}

/**
 * How the sandbox makes images and pods: as it is told to, else as before, at first simulated. Real pods need real
 * images. What this machine cannot do, and a change of pods while clusters exist, is an error.
 */
export function chooseRealism(folder: SandboxFolder, told: Partial<Realism>): Realism {
  const before = remembered(folder);
  const pods = told.pods ?? before.pods;
  const images = told.images ?? (pods === "real" ? "real" : before.images);
  if (pods === "real" && images === "simulated")
    throw new Error(
      "--images simulated: real pods need real images; leave it out, or use a second sandbox with --dir",
    );
  refuseOtherPods(folder, pods);
  if (images !== before.images || pods !== before.pods) {
    requireMeans(folder, { images, pods });
    remember(folder, { images, pods });
  }
  return { images, pods };
}

/** Throws when this machine cannot make images and pods like this, and says what it lacks. */
export function requireMeans(folder: SandboxFolder, { images, pods }: Realism): void {
  if (pods === "real") requireNodes(folder);
  else if (images === "real") requireEngine();
}

function refuseOtherPods(folder: SandboxFolder, pods: How): void {
  const other = readDescriptions(folder).find(
    ({ nodeNetwork }) => (nodeNetwork === undefined) === (pods === "real"),
  );
  if (other === undefined) return;
  const are = pods === "real" ? "simulated" : "real";
  throw new Error(
    `--pods ${pods}: the pods of ${other.id} are ${are}, and a cluster keeps its nodes; ` +
      "destroy it first (destroy --exclude-protected), or use a second sandbox with --dir",
  );
}

function remembered({ realism: file }: SandboxFolder): Realism {
  if (!existsSync(file)) return { images: "simulated", pods: "simulated" };
  const read = schema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success)
    throw new Error(`${file} does not say how real the sandbox is: ${z.prettifyError(read.error)}`);
  return read.data;
}

function remember({ realism: file }: SandboxFolder, realism: Realism): void {
  replaceFile(file, JSON.stringify({ version: 1, ...realism }));
}
