import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { signClient } from "../cluster/certificates";
import { type ApiServer, kubeconfigText } from "../cluster/credentials";
import type { SandboxFolder } from "../folder";
import { ImageRegistry } from "../images/imageRegistry";
import { containerdConfig, podNetwork, type RegistryAccess, registryHosts } from "./containerd";
import { kubeletConfig, kubeProxyConfig } from "./kubelet";
import { networkPolicyUser } from "./networkPolicy";
import type { NodePrograms } from "./programs";

/** What is the same for every node of a cluster. */
export interface NodeSettings {
  /** As nodes reach it. */
  apiServer: ApiServer;
  registry: RegistryAccess;
  /** The image that holds a pod's namespaces. */
  pause: string;
  programs: NodePrograms;
}

export interface NodeFilesOptions extends NodeSettings {
  sandbox: SandboxFolder;
  node: string;
  address: string;
  gateway: string;
  podRange: string;
}

/** Writes what a node has in its /etc into the folder, with fresh credentials. */
export async function writeNodeFiles(etc: string, options: NodeFilesOptions): Promise<void> {
  const { apiServer, node, address, gateway, podRange, programs, registry, pause } = options;
  await rm(etc, { recursive: true, force: true });
  const files: Record<string, string> = {
    hostname: `${node}\n`,
    hosts: `127.0.0.1 localhost\n${address} ${node}\n${gateway} ${ImageRegistry.host}\n`,
    // No way leads out of the sandbox; pods ask the cluster's own DNS.
    "resolv.conf": "",
    "containerd/config.toml": containerdConfig(programs, pause),
    "sandbox/registries/_default/hosts.toml": registryHosts(registry),
    "sandbox/cni/pods.conflist": podNetwork(podRange),
    "kubernetes/ca.crt": apiServer.ca,
    "kubernetes/kubelet.yaml": kubeletConfig(),
    "kubernetes/kube-proxy.yaml": kubeProxyConfig(node, address),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(etc, name)), { recursive: true });
    await writeFile(join(etc, name), text, { mode: 0o600 });
  }
  const users = {
    kubelet: { user: `system:node:${node}`, group: "system:nodes" },
    "kube-proxy": { user: "system:kube-proxy" },
    "kube-router": { user: networkPolicyUser },
  };
  for (const [name, user] of Object.entries(users)) await writeKubeconfig(etc, name, user, options);
}

async function writeKubeconfig(
  etc: string,
  name: string,
  user: { user: string; group?: string },
  { sandbox, apiServer }: NodeFilesOptions,
): Promise<void> {
  const [key, certificate] = [`kubernetes/${name}.key`, `kubernetes/${name}.crt`];
  await signClient(sandbox, { ...user, key: join(etc, key), certificate: join(etc, certificate) });
  const credentials = { "client-certificate": `/etc/${certificate}`, "client-key": `/etc/${key}` };
  const text = kubeconfigText(apiServer, credentials);
  await writeFile(join(etc, "kubernetes", `${name}.kubeconfig`), text, { mode: 0o600 });
}
