import { unpackPackages, type UnpackedPackages } from "../debian";
import type { Report } from "../toolBuild";
import { ensureTools } from "../tools";
import { ensureProtocols } from "./csi/protocols";
import { networkPolicyEnvironment, networkPolicyPackages } from "./networkPolicy";

/** What nodes run, but for the tools built from source; the rest is what scripts of a node call. */
const packages = [
  ...["containerd", "runc", "containernetworking-plugins", "nftables", "socat", "busybox-static"],
  "xfsprogs",
  ...networkPolicyPackages,
];

/** The tools of a real node, built from source. */
const nodeTools = ["kubelet", "kube-proxy", "kube-router", "coredns"] as const;

/** What real nodes run. */
export interface NodePrograms {
  /** The folder in which Debian's packages were unpacked. */
  root: string;
  /** In which what was unpacked finds its parts. */
  env: { PATH: string; LD_LIBRARY_PATH: string; XTABLES_LIBDIR: string };
  /** The paths of what was built from source. */
  tools: Record<(typeof nodeTools)[number], string>;
}

/** The programs that are not built from source. */
export function nodePackages(report: Report = () => undefined): Promise<UnpackedPackages> {
  return unpackPackages(packages, report);
}

/** Makes the programs of real nodes available. */
export async function nodePrograms(report?: Report): Promise<NodePrograms> {
  const { root, env } = await nodePackages(report);
  const tools = await ensureTools(nodeTools, report);
  await ensureProtocols();
  return { root, env: { ...env, ...(await networkPolicyEnvironment(root)) }, tools };
}
