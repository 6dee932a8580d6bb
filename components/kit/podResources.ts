import * as kubernetes from "@pulumi/kubernetes";

/** How many times its share of a processor a container may take while others leave it: a program needs most when it starts. */
export const cpuBurst = 4;

/** What a container is given and what it may take at most; MiB and thousandths of a processor. */
export function podResources(
  { cpuMillis, memoryMb }: { cpuMillis: number; memoryMb: number },
  ephemeral: { request: string; limit: string },
): kubernetes.types.input.core.v1.ResourceRequirements {
  const memory = `${memoryMb}Mi`;
  return {
    requests: { cpu: `${cpuMillis}m`, memory, "ephemeral-storage": ephemeral.request },
    limits: { cpu: `${cpuBurst * cpuMillis}m`, memory, "ephemeral-storage": ephemeral.limit },
  };
}
