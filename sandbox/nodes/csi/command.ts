import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SandboxFolder } from "../../folder";

/** What starts the stand-in driver of one node, to be run in the node's namespaces. */
export function csiDriverCommand(folder: SandboxFolder, { name, zone }: { name: string; zone: string }) {
  const loader = pathToFileURL(require.resolve("tsx")).href;
  return {
    command: process.execPath,
    args: ["--import", loader, join(__dirname, "main.ts"), folder.path, name, zone],
  };
}
