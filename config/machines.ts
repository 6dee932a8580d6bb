import { Problem } from "./problems";
import { Settings } from "./schema";
import { workloads } from "./workloads";

/** What pods and disks ask of the machines of a pool. */
export function machineProblems(settings: Partial<Settings>): Problem[] {
  return [...diskProblems(settings), ...roomProblems(settings)];
}

/** https://cloud.google.com/compute/docs/disks/hyperdisks: these take no persistent disk, not even to boot. */
const hyperdiskOnly = /^(a4x?|c4[ad]?|h4d|m4|n4[ad]?|x4)-/;

function diskProblems({ nodePools = {} }: Partial<Settings>): Problem[] {
  return Object.entries(nodePools)
    .filter(([, { machineType }]) => hyperdiskOnly.test(machineType))
    .map(([name, { machineType }]) => ({
      path: ["nodePools", name, "machineType"],
      value: machineType,
      allowed: "must be of a series that takes persistent disks, such as e2, n2 or c3",
    }));
}

/** A pod that is larger than every machine of its pool would wait for ever. */
function roomProblems({ nodePools = {}, ...settings }: Partial<Settings>): Problem[] {
  return workloads(settings).flatMap(([workload, sizes]) => {
    const machine = nodePools[sizes.nodePool]?.machineType ?? "";
    const room = roomOf(machine);
    return (["cpuMillis", "memoryMb"] as const)
      .filter((key) => room && sizes[key] >= room[key])
      .map((key) => ({
        path: [workload, key],
        value: sizes[key],
        allowed: `must be less than ${room?.[key]}, all that an ${machine} of nodePools.${sizes.nodePool} has`,
      }));
  });
}

/** GiB for each vCPU (https://cloud.google.com/compute/docs/general-purpose-machines). */
const gibPerCpu: Record<string, number> = { standard: 4, highmem: 8, highcpu: 1 };

/** Of the machine types whose name says it. */
function roomOf(machineType: string): { cpuMillis: number; memoryMb: number } | undefined {
  const [, kind = "", cpus] = /^(?:e2|n2d?)-([a-z]+)-(\d+)$/.exec(machineType) ?? [];
  const gib = gibPerCpu[kind];
  if (gib === undefined) return undefined;
  return { cpuMillis: Number(cpus) * 1000, memoryMb: Number(cpus) * gib * 1024 };
}
