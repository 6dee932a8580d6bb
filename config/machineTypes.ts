import { Problem } from "./problems";
import { Settings } from "./schema";
import { poolOf, workloads } from "./workloads";

/** What pods and disks ask of the machines of a pool. */
export function machineProblems(settings: Partial<Settings>): Problem[] {
  return [diskProblems, regionalProblems, roomProblems].flatMap((rule) => rule(settings));
}

/** https://cloud.google.com/compute/docs/disks/hyperdisks: these take no persistent disk, not even to boot. */
const hyperdiskOnly = /^(a4x?|c4[ad]?|h4d|m4|n4[ad]?|x4)-/;

function diskProblems({ nodePools = {} }: Partial<Settings>): Problem[] {
  return Object.entries(nodePools)
    .filter(([, { machineType }]) => hyperdiskOnly.test(machineType))
    .map(([name, { machineType }]) => ({
      path: ["nodePools", name, "machineType"],
      value: machineType,
      allowed: "must be of a series that takes persistent disks, such as e2 or n2",
    }));
}

/** https://cloud.google.com/compute/docs/disks/regional-persistent-disk: what attaches a disk of two zones. */
const regionalDisks = /^(e2|n1|n2d?)-/;

function regionalProblems({ dumps, loklak, nodePools = {} }: Partial<Settings>): Problem[] {
  const machine = poolOf(nodePools, loklak?.nodePool)?.machineType;
  if (dumps?.zones?.length !== 2 || machine === undefined || regionalDisks.test(machine)) return [];
  const allowed = `must be one zone: a ${machine} of nodePools.${loklak?.nodePool} takes no disk of two`;
  return [{ path: ["dumps", "zones"], value: dumps.zones, allowed }];
}

/** A pod that is larger than every machine of its pool would wait for ever. */
function roomProblems({ nodePools = {}, ...settings }: Partial<Settings>): Problem[] {
  return workloads(settings).flatMap(([workload, sizes]) => {
    const machine = poolOf(nodePools, sizes.nodePool)?.machineType ?? "";
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
