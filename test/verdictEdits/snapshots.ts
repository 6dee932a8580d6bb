import { set, text } from "./change";
import type { Edit } from "./edit";

const schedule = "components/kit/snapshotSchedule.ts";
const inPlace = "resourcePolicy.snapshotSchedulePolicy changes in place; what protects the data changes";

/** When snapshots are made of the data disks, and how long they stay. */
export const snapshots: Edit[] = [
  {
    name: "snapshots each week in place of each day",
    stack: "prod",
    changes: [set("snapshots.every", "week")],
    severity: "look",
    found: { data: "look" },
    names: ["snapshots"],
    because: inPlace,
  },
  {
    name: "snapshots at another time",
    stack: "prod",
    changes: [set("snapshots.startTime", "05:00")],
    severity: "look",
    found: { data: "look" },
    names: ["snapshots"],
    because: inPlace,
    soak: true,
  },
  {
    name: "snapshots that are kept for a shorter time",
    stack: "prod",
    changes: [set("snapshots.retentionDays", 2)],
    severity: "look",
    found: { data: "look" },
    names: ["snapshots"],
    because: inPlace,
  },
  {
    name: "no snapshots any more",
    stack: "prod",
    changes: [set("snapshots.every", "never")],
    severity: "look",
    found: { data: "look" },
    names: ["snapshots", "data-index-disk-0", "data-dump-disk"],
    refused: true,
    because:
      "no data goes and the snapshots stay, but none is made any more; the engine refuses, the schedule is protected",
  },
  {
    name: "snapshots where there were none",
    stack: "dev",
    changes: [set("snapshots.every", "day")],
    severity: "look",
    found: { data: "look" },
    may: ["size"],
    names: ["snapshots"],
    because: "something happens to what protects the data",
  },
  {
    name: "snapshots that go with their disk",
    stack: "prod",
    changes: [text(schedule, '"KEEP_AUTO_SNAPSHOTS"', '"APPLY_RETENTION_POLICY"')],
    severity: "look",
    found: { data: "look" },
    names: ["snapshots"],
    because: inPlace,
    soak: true,
  },
  {
    name: "a schedule that no disk has",
    stack: "prod",
    changes: [
      text(
        "components/kit/dataDisk.ts",
        "    if (args.snapshots) this.attach(name, disk, args, args.snapshots);\n",
        "",
      ),
    ],
    severity: "look",
    found: { data: "look" },
    names: ["data-index-disk-0", "data-dump-disk"],
    refused: true,
    because: "the attachments are deleted: no data goes, no snapshot is made any more; the engine refuses",
    soak: true,
  },
  {
    name: "a description of the schedule",
    stack: "prod",
    changes: [
      text(
        schedule,
        "        region: args.region,\n",
        '        region: args.region,\n        description: "of all data disks",\n',
      ),
    ],
    severity: "nothing",
    because: "resourcePolicy.description changes in place, unlike a disk's",
  },
];
