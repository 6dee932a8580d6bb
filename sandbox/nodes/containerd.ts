import { ImageRegistry } from "../images/imageRegistry";
import type { NodePrograms } from "./programs";

/** How nodes reach the sandbox's image registry. */
export interface RegistryAccess {
  port: number;
  password: string;
}

/**
 * containerd's configuration on cgroups of version 1; `pause` is the image that holds a pod's namespaces. A node sees the
 * machine's own /etc too, whose networks and registries are not to be taken for the node's.
 */
export function containerdConfig({ root }: NodePrograms, pause: string): string {
  return `version = 2
disabled_plugins = [
  "io.containerd.snapshotter.v1.aufs",
  "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.zfs",
  "io.containerd.internal.v1.opt",
]

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pause}"
  # A process without CAP_SYS_RESOURCE cannot lower a container's score, as runc would.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${root}/usr/lib/cni"
    conf_dir = "/etc/sandbox/cni"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "/etc/sandbox/registries"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`;
}

/**
 * Sends every pull, whatever registry the image's name begins with, to the sandbox's own. When an image is not there,
 * containerd asks the server last and tells its answer, so that it is to be reached in the same way.
 */
export function registryHosts({ port, password }: RegistryAccess): string {
  const address = `https://${ImageRegistry.host}:${port}`;
  const ca = 'ca = "/etc/kubernetes/ca.crt"';
  const credentials = Buffer.from(`${ImageRegistry.user}:${password}`).toString("base64");
  const authorization = `authorization = ["Basic ${credentials}"]`;
  return `server = "${address}"
${ca}

[header]
  ${authorization}

[host."${address}"]
  capabilities = ["pull", "resolve"]
  ${ca}
  [host."${address}".header]
    ${authorization}
`;
}

/** A network of pods in the range, each on a link of its own to the node, which routes between them. */
export function podNetwork(range: string): string {
  const ipam = { type: "host-local", ranges: [[{ subnet: range }]], routes: [{ dst: "0.0.0.0/0" }] };
  return JSON.stringify({
    cniVersion: "1.0.0",
    name: "pods",
    plugins: [{ type: "ptp", ipMasq: false, ipam }],
  });
}
