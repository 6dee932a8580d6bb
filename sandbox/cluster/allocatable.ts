import { parseQuantity } from "../quantity";

/** What GKE keeps for the node itself, as [part of the machine, share], in GiB and in cores. */
const reservedMemory = [[4, 0.25], [4, 0.2], [8, 0.1], [112, 0.06], [Infinity, 0.02]] as const; // prettier-ignore
const reservedCpu = [[1, 0.06], [1, 0.01], [2, 0.005], [Infinity, 0.0025]] as const; // prettier-ignore
const evictionThreshold = 100 * 2 ** 20;

/**
 * What pods get of a machine of GKE: https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes
 */
export function allocatable(capacity: { cpu: string; memory: string }): { cpu: string; memory: string } {
  const cores = parseQuantity(capacity.cpu);
  const bytes = parseQuantity(capacity.memory);
  const memory = bytes - reserved(bytes / 2 ** 30, reservedMemory) * 2 ** 30 - evictionThreshold;
  const cpu = cores - reserved(cores, reservedCpu);
  return { cpu: `${Math.floor(cpu * 1000)}m`, memory: `${Math.floor(memory / 1024)}Ki` };
}

function reserved(total: number, shares: readonly (readonly [number, number])[]): number {
  let rest = total;
  let sum = 0;
  for (const [part, share] of shares) {
    const used = Math.min(rest, part);
    sum += used * share;
    rest -= used;
  }
  return sum;
}
