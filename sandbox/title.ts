import type { Realism } from "./realism";

/** What is real in a sandbox and what is not, as lines for people. */
export function title(
  { images, pods }: Realism,
  { realKubernetes, loklakSource }: { realKubernetes: boolean; loklakSource: string },
): string {
  const real = [
    "Pulumi's engine",
    "Kubernetes' control plane",
    ...(realKubernetes ? ["its Pulumi plugin"] : []),
  ];
  const standIns = [
    `Google Cloud${pods === "real" ? ", with files for disks" : ""}`,
    ...(realKubernetes ? [] : ["Kubernetes provider"]),
    "Docker provider",
    "random provider",
  ];
  return [
    `Real: ${real.join(", ")}`,
    `Stand-ins: ${standIns.join(", ")}`,
    `Images: ${images === "real" ? `built, on stand-in bases, from ${loklakSource}` : "simulated"}`,
    `Pods: ${pods === "real" ? "real, on one node for each pool and zone; on further nodes simulated by kwok" : "simulated by kwok"}`,
  ].join("\n");
}
