import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import type { DetachedProcess } from "../processes";
import { controlPlaneTools, ensureTools } from "../tools";
import type { ClusterDescription } from "./clusterDescription";
import { controlPlaneArguments, ports } from "./controlPlaneArguments";
import { controllersCommand } from "./controllers/command";
import { ensureGatewayApi } from "./gateway/definitions";

export interface ControlPlaneProcess extends DetachedProcess {
  /** Its ports; those without one are clients of the API server. */
  listens: number[];
}

const listens: Record<string, number[]> = {
  etcd: [ports.etcd, ports.etcdPeer],
  "kube-apiserver": [ports.apiServer],
};

/** All processes of a control plane, etcd first. */
export async function controlPlaneProcesses(
  folder: SandboxFolder,
  description: ClusterDescription,
): Promise<ControlPlaneProcess[]> {
  const { id } = description;
  const cluster = folder.cluster(id);
  const tools = await ensureTools(controlPlaneTools);
  await ensureGatewayApi();
  const args = controlPlaneArguments(cluster, description, folder.caCertificate);
  const commands = [
    ...controlPlaneTools.map((tool) => ({ process: tool, command: tools[tool], args: args[tool] })),
    { process: "controllers", ...controllersCommand(folder, description) },
  ];
  return commands.map(({ process, ...command }) => ({
    ...command,
    name: join(cluster.path, process),
    log: cluster.log(process),
    listens: listens[process] ?? [],
  }));
}
