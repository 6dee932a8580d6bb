import type { Guard } from "./guard";

const refusals: [check: string, what: string, title: string][] = [
  [
    "...timeProblems(at, snapshots, facts.snapshots),",
    "snapshots of one run alone",
    "is refused from snapshots of two runs",
  ],
  [
    "...mixtureProblems(at, snapshots, facts.snapshots, older),",
    "disks of one generation alone",
    "is refused from disks of two generations",
  ],
  [
    "...generationProblems(settings.elasticsearch, restores.length > 0),",
    "not beside an older generation that is to stay in use",
    "is refused while an older generation is to stay in use",
  ],
];

const drilled = "has what was on its disks at the snapshot; the old disks stay, and are the way back";
const swapped = "is ended as a whole before its volumes are swapped";

/** What makes an index that was restored whole, and leaves what there was before it. */
export const restoring: Guard[] = [
  ...refusals.map(([text, what, title]) => ({
    name: `a restore: ${what}`,
    file: "config/restores.ts",
    text,
    test: "refusedRestore",
    title,
  })),
  {
    name: "a restore: each node's own snapshot",
    file: "config/restores.ts",
    text: "return snapshotProblems([...at, node], name, facts.snapshots[name], disks, diskSizeGb);",
    without: "return [];",
    test: "refusedRestore",
    title: "is refused with a node's snapshot on another's disk",
  },
  {
    name: "a restore: not taken back",
    file: "config/restores.ts",
    text: "...historyProblems(settings.elasticsearch, facts.made),",
    test: "restore",
    title: "is not restored from what is not there, nor taken back, before anything is planned",
    after: [drilled],
  },
  {
    name: "a restore: Elasticsearch ends before its volumes are swapped",
    file: "components/elasticsearch.ts",
    text: "pulumi.all(volumes.map(({ claimName }) => claimName)).apply(({ length }) => length)",
    without: "volumes.length",
    test: "restore",
    title: drilled,
  },
  {
    name: "a restore: loklak's servers forget the other index",
    file: "components/loklakServer.ts",
    text: 'annotations: { "loklak.org/index-generation": `${args.elasticsearch.generation}` },',
    test: "restore",
    title: swapped,
    after: [drilled],
  },
  {
    name: "a restore: finished as it began",
    file: "config/restores.ts",
    text: "if (from !== undefined) return brokenOffProblems([...at, node], name, diskName, from);",
    test: "restore",
    title: "is finished as it began when an up breaks off after its disks are made",
    after: [drilled, swapped],
  },
  {
    name: "snapshots stay when their disk is deleted",
    file: "components/kit/snapshotSchedule.ts",
    text: '"KEEP_AUTO_SNAPSHOTS"',
    without: '"APPLY_RETENTION_POLICY"',
    test: "snapshots",
    title: "keeps the snapshots of a disk that is deleted, however old they are",
    after: ["stays with the disks when all else is destroyed"],
  },
];
