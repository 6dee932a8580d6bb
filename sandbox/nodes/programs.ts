import { unpackPackages, type UnpackedPackages } from "../debian";
import type { Report } from "../toolBuild";
import { ensureTools } from "../tools";
import type { Programs } from "./containerd";
import { ensureProtocols } from "./csi/protocols";
import { networkPolicyEnvironment, networkPolicyPackages } from "./networkPolicy";

/** What nodes run, but for the tools built from source; the rest is what scripts of a node call. */
const packages = [
  ...["containerd", "runc", "containernetworking-plugins", "nftables", "socat", "busybox-static"],
  "xfsprogs",
  ...networkPolicyPackages,
];

/** The tools of a real node, built from source. */
export const nodeTools = ["kubelet", "kube-proxy", "kube-router", "coredns"] as const;

/** The programs that are not built from source. */
export function nodePackages(report: Report = () => undefined): Promise<UnpackedPackages> {
  return unpackPackages(packages, report);
}

/** Makes the programs of real nodes available and returns the environment in which they find each other. */
export async function nodePrograms(
  report?: Report,
): Promise<Programs & { tools: Record<(typeof nodeTools)[number], string> }> {
  const { root, env } = await nodePackages(report);
  const tools = await ensureTools(nodeTools, report);
  await ensureProtocols();
  return { root, env: { ...env, ...(await networkPolicyEnvironment(root)) }, tools };
}
