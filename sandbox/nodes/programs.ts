import { unpackPackages } from "../debian";
import type { Report } from "../toolBuild";
import { ensureTools } from "../tools";
import type { Programs } from "./containerd";
import { ensureProtocols } from "./csi/protocols";

/** What nodes run, but for the tools built from source; the rest is what scripts of a node call. */
const packages = ["containerd", "runc", "containernetworking-plugins", "nftables", "socat", "busybox-static"];

/** The tools of a real node, built from source. */
export const nodeTools = ["kubelet", "kube-proxy", "coredns"] as const;

/** Makes the programs of real nodes available and returns the environment in which they find each other. */
export async function nodePrograms(
  report?: Report,
): Promise<Programs & { tools: Record<(typeof nodeTools)[number], string> }> {
  const { root, env } = await unpackPackages(packages, report ?? (() => undefined));
  const tools = await ensureTools(nodeTools, report);
  await ensureProtocols();
  return { root, env, tools };
}
