import { getSnapshot } from "@pulumi/gcp/compute/getSnapshot";
import { SnapshotFacts } from "./config/restores";

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
