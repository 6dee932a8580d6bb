import { DiskFacts } from "../outputs";
import { dumpDiskZones, indexGenerations } from "./indexDisks";
import { Problem } from "./problems";
import { Settings } from "./schema";

/** The stack's disks as the last `up` left them. */
export interface DeployedDisks {
  /** By physical name. */
  disks: Record<string, DiskFacts>;
  /** Physical name of the one with the dumps; all others are index disks. */
  dumpDisk?: string;
}

interface NamedDisk extends DiskFacts {
  name: string;
}

/** Refuses what would make a disk anew, and so empty: all that one can do in place is grow. */
export function deployedDiskProblems(
  settings: Partial<Settings>,
  prefix: string,
  { disks, dumpDisk }: DeployedDisks,
): Problem[] {
  const all = Object.entries(disks).map(([name, disk]) => ({ name, ...disk }));
  const index = all.filter(({ name }) => name !== dumpDisk);
  const dump = all.filter(({ name }) => name === dumpDisk);
  return [
    ...kindProblems("elasticsearch", settings.elasticsearch, index),
    ...kindProblems("dumps", settings.dumps, dump),
    ...zoneProblems(settings, prefix, index, dump),
  ];
}

function kindProblems(
  section: "elasticsearch" | "dumps",
  settings: Settings["elasticsearch" | "dumps"] | undefined,
  disks: NamedDisk[],
): Problem[] {
  if (settings === undefined) return [];
  const { diskSizeGb, diskType } = settings;
  const larger = disks.filter(({ sizeGb }) => sizeGb > diskSizeGb);
  const most = Math.max(...larger.map(({ sizeGb }) => sizeGb));
  const others = disks.filter(({ type }) => type !== diskType);
  return [
    ...refusal(
      larger,
      [section, "diskSizeGb"],
      diskSizeGb,
      `must be at least ${most}, the size of ${names(larger)}: a disk cannot shrink`,
    ),
    ...refusal(
      others,
      [section, "diskType"],
      diskType,
      `must stay ${others[0]?.type}, the type of ${names(others)}: a disk cannot change it`,
    ),
  ];
}

function zoneProblems(
  { elasticsearch, dumps, zones }: Partial<Settings>,
  prefix: string,
  index: NamedDisk[],
  dump: NamedDisk[],
): Problem[] {
  if (!elasticsearch || !dumps || !zones) return [];
  const asked = new Map(
    indexGenerations({ elasticsearch, zones }, prefix)
      .flat()
      .map(({ diskName, zone }) => [diskName, zone]),
  );
  const moved = index.filter(({ name, zones: [zone] }) => (asked.get(name) ?? zone) !== zone);
  const places = moved.map((disk) => `${disk.name} in ${disk.zones.join()}`).join(", ");
  // Left out, its zone is the first of `zones`, and comes back with that.
  const isOfItself = dumps.zones !== undefined || moved.length === 0;
  const own = dump.filter((disk) => isOfItself && disk.zones.join() !== dumpDiskZones(dumps, zones).join());
  return [
    ...refusal(
      moved,
      ["zones"],
      zones,
      `must leave ${places}: a disk cannot move, and Elasticsearch's nodes take the zones in turn`,
    ),
    ...refusal(
      own,
      ["dumps", "zones"],
      dumps.zones,
      `must stay ${JSON.stringify(own[0]?.zones)}, where ${names(own)} is: a disk cannot move`,
    ),
  ];
}

function names(disks: NamedDisk[]): string {
  return disks.map(({ name }) => name).join(", ");
}

/** One problem of all these disks; none without any. */
function refusal(disks: NamedDisk[], path: string[], value: unknown, allowed: string): Problem[] {
  const wayOut = "Set it back; data gets onto another disk only by being copied, to another stack";
  return disks.length === 0 ? [] : [{ path, value, allowed: `${allowed}. ${wayOut}` }];
}
