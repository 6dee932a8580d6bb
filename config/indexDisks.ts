import { Settings } from "./schema";

/** One index disk, as the configuration describes it. */
export interface IndexDisk {
  /** Logical name. */
  name: string;
  /** Physical name. */
  diskName: string;
  zone: string;
  /** Name of the snapshot that it is made from; undefined: it starts empty. */
  snapshot?: string;
}

/** The index disks of every generation, the oldest first; within one in the order of Elasticsearch's nodes. */
export function indexGenerations(
  { elasticsearch, zones }: Pick<Settings, "elasticsearch" | "zones">,
  prefix: string,
): IndexDisk[][] {
  const sets = [[], ...elasticsearch.restores.map(({ snapshots }) => snapshots)];
  return sets.map((snapshots, index) =>
    Array.from({ length: elasticsearch.nodes }, (_, node) => {
      const name = `data-index-disk-${node}${index === 0 ? "" : `-g${index + 1}`}`;
      return {
        name,
        diskName: (index === 0 ? elasticsearch.diskNames[node] : undefined) ?? `${prefix}-${name}`,
        zone: zones[node % zones.length]!,
        snapshot: snapshots[node] ?? undefined,
      };
    }),
  );
}

/** {@link indexGenerations} without the disks that were let go. */
export function keptGenerations(
  settings: Pick<Settings, "elasticsearch" | "zones">,
  prefix: string,
): IndexDisk[][] {
  const { released } = settings.elasticsearch;
  return indexGenerations(settings, prefix).map((disks, index) =>
    released.includes(index + 1) ? [] : disks,
  );
}

/** Physical name of the disk with the dumps. */
export function dumpDiskName({ diskName }: Settings["dumps"], prefix: string): string {
  return diskName ?? `${prefix}-data-dump-disk`;
}

/** Where that is: one zone, or two with a copy in each. */
export function dumpDiskZones({ zones: own }: Settings["dumps"], zones: string[]): string[] {
  return own ?? zones.slice(0, 1);
}

/** The number of the generation in use; 1 is the first of {@link indexGenerations}. */
export function generationInUse({ restores, generation }: Settings["elasticsearch"]): number {
  return generation ?? restores.length + 1;
}
