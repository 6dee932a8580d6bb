import { stringify } from "yaml";
import type { ScheduledSnapshot } from "./google/scheduledRun";

/** What a run of the snapshot schedules made, and how a stack with these outputs is restored from it. */
export function snapshotSet(made: ScheduledSnapshot[], outputs: Record<string, unknown>): string[] {
  if (made.length === 0) return ["No disk has a snapshot schedule: loklak:snapshots.every is never."];
  const snapshots = (outputs.indexDisks as string[]).map(
    (disk) => made.find((each) => each.disk === disk)?.snapshot ?? null,
  );
  return [
    "The Google Cloud stand-in's schedules made, as if it were their time:",
    ...made.map(({ disk, snapshot }) => `  ${snapshot} of ${disk}`),
    "",
    restoreHeading,
    stringify([{ snapshots }], { indentSeq: false }).trimEnd(),
  ];
}

/** Above what goes into the stack's file. */
export const restoreHeading = "To restore the index from these, add to restores in loklak:elasticsearch:";
