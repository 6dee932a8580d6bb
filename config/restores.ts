import { generationInUse, IndexDisk, indexGenerations } from "./indexDisks";
import { Problem } from "./problems";
import { Settings } from "./schema";

/** What Google tells of a snapshot, or why it tells nothing. */
export type SnapshotFacts =
  { createdAt: string; sourceDisk: string; sizeGb: number } | { unreadable: string };

/** What a restore is checked against. */
export interface RestoreFacts {
  /** The snapshots of each generation of index disks that the last `up` left, the oldest first. */
  made: (string | null)[][];
  /** By name; of those that are {@link undone}. */
  snapshots: Record<string, SnapshotFacts>;
  /**
   * By physical name, of those that are {@link undone}: an `up` that broke off has made them. The snapshot that each was made
   * from; null when it was made empty.
   */
  brokenOff: Record<string, string | null>;
}

type Relevant = Pick<Settings, "elasticsearch" | "zones" | "adopt">;

/** The disks that no finished `up` has made, and names of the snapshots for them: later these may have expired, and are not asked for. */
export function undone(settings: Partial<Relevant>, prefix: string, made: RestoreFacts["made"]) {
  if (!isComplete(settings)) return { disks: [], snapshots: [] };
  const generations = indexGenerations(settings, prefix);
  const restores = newRestores(settings, made);
  return {
    disks: restores.flatMap(({ index }) => generations[index + 1]!),
    snapshots: restores.flatMap(({ snapshots }) => snapshots.filter((name) => name !== null)),
  };
}

/** Refuses a restore that would lose or mix data. */
export function restoreProblems(settings: Partial<Relevant>, prefix: string, facts: RestoreFacts): Problem[] {
  if (!isComplete(settings)) return [];
  const generations = indexGenerations(settings, prefix);
  const restores = newRestores(settings, facts.made);
  return [
    ...generationProblems(settings.elasticsearch, restores.length > 0),
    ...adoptionProblems(settings, facts.made),
    ...historyProblems(settings.elasticsearch, facts.made),
    ...restores.flatMap(({ snapshots, index }) => {
      const at = ["elasticsearch", "restores", index, "snapshots"];
      const { nodes, diskSizeGb } = settings.elasticsearch;
      if (snapshots.length !== nodes) return [countProblem(at, snapshots, nodes)];
      const older = generations.slice(0, index + 1);
      const each = snapshots.flatMap((name, node) => {
        const { diskName } = generations[index + 1]![node]!;
        const from = facts.brokenOff[diskName];
        if (from !== undefined) return brokenOffProblems([...at, node], name, diskName, from);
        if (name === null) return [];
        const disks = older.map((generation) => generation[node]!);
        return snapshotProblems([...at, node], name, facts.snapshots[name], disks, diskSizeGb);
      });
      if (each.length > 0) return each;
      return [
        ...mixtureProblems(at, snapshots, facts.snapshots, older),
        ...timeProblems(at, snapshots, facts.snapshots),
      ];
    }),
  ];
}

function isComplete(settings: Partial<Relevant>): settings is Relevant {
  const { elasticsearch, zones, adopt } = settings;
  return elasticsearch !== undefined && zones !== undefined && adopt !== undefined;
}

/** Those whose disks are not there yet; disks that are adopted are. */
function newRestores({ elasticsearch, adopt }: Relevant, made: RestoreFacts["made"]) {
  if (adopt.includes("disks")) return [];
  return elasticsearch.restores
    .map(({ snapshots }, index) => ({ snapshots, index }))
    .slice(Math.max(0, made.length - 1));
}

function generationProblems(elasticsearch: Settings["elasticsearch"], restores: boolean): Problem[] {
  const newest = elasticsearch.restores.length + 1;
  const inUse = generationInUse(elasticsearch);
  const problem = (allowed: string) => [
    { path: ["elasticsearch", "generation"], value: elasticsearch.generation, allowed },
  ];
  if (inUse > newest)
    return problem(`must be at most ${newest}: generation 1, and one for each of elasticsearch.restores`);
  return restores && inUse < newest ? problem(`must go: the disks of a new restore would not be used`) : [];
}

/** Adopted disks exist; those of a restore are made. Without a last `up` the state was lost, and all of them exist. */
function adoptionProblems({ elasticsearch, adopt }: Relevant, made: RestoreFacts["made"]): Problem[] {
  const makesDisks = made.length > 0 && elasticsearch.restores.length >= made.length;
  if (!adopt.includes("disks") || !makesDisks) return [];
  return [{ path: ["adopt"], value: adopt, allowed: "must not have disks while a restore makes some" }];
}

/** What was restored is told by its disks: they stay, and nothing is restored onto them again. */
function historyProblems({ restores }: Settings["elasticsearch"], made: RestoreFacts["made"]): Problem[] {
  return made.slice(1).flatMap((snapshots, index) => {
    const now = restores[index]?.snapshots;
    if (JSON.stringify(now) === JSON.stringify(snapshots)) return [];
    const allowed =
      `must stay ${JSON.stringify(snapshots)}: disks were made from it. To go back to older disks set ` +
      `elasticsearch.generation to ${index + 1}, to restore once more add an entry at the end`;
    return [{ path: ["elasticsearch", "restores", index, "snapshots"], value: now, allowed }];
  });
}

function countProblem(path: PropertyKey[], value: unknown, nodes: number): Problem {
  const allowed =
    `must have ${nodes} entries, one for each of elasticsearch.nodes in their order; ` +
    "null for a node that had no disk yet when the snapshots were made";
  return { path, value, allowed };
}

/** The disk stays as it is, whatever the configuration says. */
function brokenOffProblems(
  path: PropertyKey[],
  value: string | null,
  diskName: string,
  from: string | null,
): Problem[] {
  if (value === from) return [];
  const allowed =
    `must be ${JSON.stringify(from)}: an up that broke off made ${diskName} from it. ` +
    "Finish that restore; to make another one add an entry at the end";
  return [{ path, value, allowed }];
}

function snapshotProblems(
  path: PropertyKey[],
  value: string,
  facts: SnapshotFacts = { unreadable: "it was not asked for" },
  disks: IndexDisk[],
  diskSizeGb: number,
): Problem[] {
  if ("unreadable" in facts)
    return [{ path, value, allowed: `must be a snapshot that can be read: ${facts.unreadable}` }];
  const names = disks.map(({ diskName }) => diskName);
  if (!disks.some((disk) => isOf(facts.sourceDisk, disk)))
    return [{ path, value, allowed: `must be of ${names.join(" or ")}, it is of ${facts.sourceDisk}` }];
  if (facts.sizeGb <= diskSizeGb) return [];
  const allowed = `is of a disk of ${facts.sizeGb} GB: elasticsearch.diskSizeGb must be at least that`;
  return [{ path, value, allowed }];
}

/** The disks of older generations stay, and have the schedule too: a run makes snapshots of indices that went different ways. */
function mixtureProblems(
  path: PropertyKey[],
  value: (string | null)[],
  facts: RestoreFacts["snapshots"],
  generations: IndexDisk[][],
): Problem[] {
  const sources = value.flatMap((name, node) => {
    const found = name === null ? undefined : facts[name];
    return found && "sourceDisk" in found ? [{ node, disk: found.sourceDisk }] : [];
  });
  const isWhole = (disks: IndexDisk[]) => sources.every(({ node, disk }) => isOf(disk, disks[node]!));
  if (generations.some(isWhole)) return [];
  return [{ path, value, allowed: "must be of disks of one generation, that in use or an older one" }];
}

function isOf(sourceDisk: string, { zone, diskName }: IndexDisk): boolean {
  return sourceDisk.endsWith(`/zones/${zone}/disks/${diskName}`);
}

/** A run begins within an hour: https://cloud.google.com/compute/docs/disks/about-snapshot-schedules. */
const runMilliseconds = 3_600_000;

/** Disks of different times have parts of an index that never was. */
function timeProblems(
  path: PropertyKey[],
  value: (string | null)[],
  facts: RestoreFacts["snapshots"],
): Problem[] {
  const times = value
    .flatMap((name) => (name === null ? [] : [facts[name]]))
    .flatMap((found) => (found && "createdAt" in found ? [new Date(found.createdAt).toISOString()] : []))
    .sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (Date.parse(last) - Date.parse(first) <= runMilliseconds) return [];
  return [{ path, value, allowed: `must be of one run of the schedule, they are from ${first} to ${last}` }];
}
