import { stringify } from "yaml";
import type { RestoreSteps } from "./engine/surroundings";
import type { ScheduledSnapshot } from "./google/scheduledRun";

/** What a run of the snapshot schedules made, and how a stack with these outputs, of this file, is restored from it. */
export function snapshotSet(
  made: ScheduledSnapshot[],
  outputs: Record<string, unknown>,
  { file, up }: RestoreSteps,
): string[] {
  if (made.length === 0) return ["No disk has a snapshot schedule: loklak:snapshots.every is never."];
  const snapshots = (outputs.indexDisks as string[]).map(
    (disk) => made.find((each) => each.disk === disk)?.snapshot ?? null,
  );
  return [
    "The Google Cloud stand-in's schedules made, as if it were their time:",
    ...made.map(({ disk, snapshot }) => `  ${snapshot} of ${disk}`),
    "",
    `To restore the index from these, add to restores in loklak:elasticsearch of ${file}:`,
    stringify([{ snapshots }], { indentSeq: false }),
    "Then, as docs/restore.md tells:",
    `  ${up}`,
  ];
}
