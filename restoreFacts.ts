import { getSnapshot } from "@pulumi/gcp/compute/getSnapshot";
import { getDisk } from "@pulumi/gcp/compute/getDisk";
import { IndexDisk } from "./config/indexDisks";
import { RestoreFacts, SnapshotFacts } from "./config/restores";

/** Asks Google for snapshots by name; the answer has one entry for each of the names. */
export async function readSnapshots(
  names: string[],
  project: string | undefined,
): Promise<Record<string, SnapshotFacts>> {
  const facts = names.map((name) =>
    getSnapshot({ name, project }).then(
      ({ creationTimestamp, sourceDisk, diskSizeGb }): SnapshotFacts => ({
        createdAt: creationTimestamp,
        sourceDisk,
        sizeGb: diskSizeGb,
      }),
      (error: Error): SnapshotFacts => ({ unreadable: error.message }),
    ),
  );
  const found = await Promise.all(facts);
  return Object.fromEntries(names.map((name, i) => [name, found[i]!]));
}

/**
 * Asks Google which of these disks exist, by physical name, and for the names of the snapshots that they were made from; null for
 * one that was made empty.
 */
export async function readDisks(
  disks: IndexDisk[],
  project: string | undefined,
): Promise<RestoreFacts["brokenOff"]> {
  const found = await Promise.all(
    disks.map(({ diskName, zone }) =>
      getDisk({ name: diskName, zone, project }).then(
        ({ snapshot }) => [[diskName, snapshot === "" ? null : snapshot.split("/").at(-1)!] as const],
        (error: Error) => {
          if (/\/disks\/\S+ not found/.test(error.message)) return [];
          throw error;
        },
      ),
    ),
  );
  return Object.fromEntries(found.flat());
}
