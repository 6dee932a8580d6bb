import { join } from "node:path";
import type { SandboxFolder } from "../../folder";
import { scriptCommand } from "../../script";

/** What starts the stand-in driver of one node, to be run in the node's namespaces. */
export function csiDriverCommand(folder: SandboxFolder, { name, zone }: { name: string; zone: string }) {
  return scriptCommand(join(__dirname, "main.ts"), [folder.path, name, zone]);
}
