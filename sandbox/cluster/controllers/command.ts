import { join } from "node:path";
import type { SandboxFolder } from "../../folder";
import { scriptCommand } from "../../script";
import type { ClusterDescription } from "../clusterDescription";

/** What starts the stand-in controllers of one cluster. */
export function controllersCommand(folder: SandboxFolder, { id, nodeNetwork }: ClusterDescription) {
  const network = nodeNetwork === undefined ? [] : [String(nodeNetwork)];
  return scriptCommand(join(__dirname, "main.ts"), [folder.path, id, ...network]);
}
