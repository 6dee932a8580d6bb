import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { SandboxFolder } from "../../folder";
import type { ClusterDescription } from "../clusterDescription";

/** What starts the stand-in controllers of one cluster, whatever the working directory. */
export function controllersCommand(folder: SandboxFolder, { id, nodeNetwork }: ClusterDescription) {
  const network = nodeNetwork === undefined ? [] : [String(nodeNetwork)];
  const loader = pathToFileURL(require.resolve("tsx")).href;
  return {
    command: process.execPath,
    args: ["--import", loader, join(__dirname, "main.ts"), folder.path, id, ...network],
  };
}
