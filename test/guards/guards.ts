/** A line or two of the program that keep data, address or keys, and the test that notices when they are not there. */
export interface Guard {
  /** What it does. */
  name: string;
  file: string;
  /** Its text, which the file has exactly once. */
  text: string;
  /** What is there in its place when it is taken out; default nothing. */
  without?: string;
  /** A file of test/sandbox, without `.test.ts`. */
  test: string;
  /** The test that fails; it runs after those of the same file that it relies on, and nothing else runs. */
  title: string;
  after?: string[];
}

const unprotected = (text: string) => ({ text, without: text.replace("protect: true", "protect: false") });
const notRetained = (text: string) => ({
  text,
  without: text.replace("retainOnDelete: true", "retainOnDelete: false"),
});
const notImported = (text: string) => ({ text, without: text.replace(/import: [^]*/, "import: undefined") });

const firstDeployment = "is completed by the next up, with one of everything";
const theDevStack = "comes up from nothing, every resource inside the component it belongs to";
const named = "names all that is protected, and deletes nothing";
const left = "leaves disks and keys in the project even when nothing is protected any more";
const adopted = "is made again around what exists: disks, address, keys and schedule are taken over";

/** To add one: its text, the test, and `npm run guards -- <a part of its name>`. */
export const guards: Guard[] = [
  {
    name: "disks are protected",
    file: "components/dataDisk.ts",
    ...unprotected("protect: true,\n      retainOnDelete: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "disks stay when they are unprotected and deleted",
    file: "components/dataDisk.ts",
    ...notRetained("protect: true,\n      retainOnDelete: true"),
    test: "deletion",
    title: left,
  },
  {
    name: "keys are protected",
    file: "components/keys.ts",
    ...unprotected("protect: true, retainOnDelete: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "keys stay when they are unprotected and deleted",
    file: "components/keys.ts",
    ...notRetained("protect: true, retainOnDelete: true"),
    test: "deletion",
    title: left,
  },
  {
    name: "the address is protected",
    file: "components/publicAddress.ts",
    ...unprotected("protect: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "the snapshot schedule is protected",
    file: "components/snapshotSchedule.ts",
    ...unprotected("protect: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "the cluster is protected as configured",
    file: "components/cluster.ts",
    text: "protect: args.deletionProtection,",
    test: "dev",
    title: "refuses a change that replaces the protected cluster while all of it still runs",
    after: [firstDeployment],
  },
  {
    name: "a schedule is not taken off a disk",
    file: "components/dataDisk.ts",
    ...unprotected("protect: true,\n      import: schedule"),
    test: "snapshots",
    title: "is not given up by a change",
  },
  {
    name: "a disk of one zone and one of two are the same to the engine",
    file: "components/dataDisk.ts",
    text: "aliases: [{ name, type: former }],",
    test: "dev",
    title: "refuses to make a dump disk in two zones out of its one, of which no output tells yet",
  },
  {
    name: "a smaller disk is refused",
    file: "config/deployedDisks.ts",
    text: "sizeGb > diskSizeGb",
    without: "false",
    test: "dev",
    title: "refuses to shrink the disk, and changes nothing",
    after: [theDevStack, "grows the index disk, the claim and the volume in place, with the pod running on"],
  },
  {
    name: "a disk in other zones is refused",
    file: "config/deployedDisks.ts",
    text: "(asked.get(name) ?? zone) !== zone",
    without: "false",
    test: "prod",
    title: "refuses other types and zones of its disks before anything is planned, in its own words",
    after: ["comes up from nothing, with every pod Ready"],
  },
  {
    name: "the resizer alone writes a volume's capacity",
    file: "components/dataVolume.ts",
    text: 'ignoreChanges: ["spec.capacity"],',
    test: "dev",
    title: "grows the index disk, the claim and the volume in place, with the pod running on",
    after: [theDevStack],
  },
  {
    name: "a volume is made anew with its namespace",
    file: "components/dataVolume.ts",
    text: "replacementTrigger: args.namespace.uid,",
    test: "deletedByHand",
    title: "both namespaces come back to their disks, without a further step",
  },
  {
    name: "a volume is kept for the claim of its name",
    file: "components/dataVolume.ts",
    text: "name: args.claimName,\n          },",
    without: 'name: "other",\n          },',
    test: "deletedByHand",
    title: "a StatefulSet comes back to its disk",
  },
  {
    name: "the dump disk has one writer",
    file: "components/dumpWriter.ts",
    text: 'accessMode: "ReadWriteOncePod"',
    without: 'accessMode: "ReadWriteOnce"',
    test: "prod",
    title: "lets the scheduler refuse a second writer on the dump disk",
    after: ["comes up from nothing, with every pod Ready"],
  },
  {
    name: "objects of a cluster that is replaced are made anew",
    file: "components/cluster.ts",
    text: "this.clusterName.apply(() => name)",
    without: "pulumi.output(name)",
    test: "clusterReplacement",
    title: "is replaced in one step by other ranges",
  },
  ...(
    [
      ["dataDisk", "import: idIn(place)", "disks"],
      ["keys", "import: args.adopt ? ringId : undefined", "the key ring"],
      ["keys", "import: args.adopt ? `${ringId}/cryptoKeys/data` : undefined", "the key"],
      ["dataDisk", "import: schedule.adoptedAttachment(place, diskName)", "the disks' schedule"],
    ] as const
  ).map(([component, text, what]) => ({
    name: `${what}: taken over when the state is lost`,
    file: `components/${component}.ts`,
    ...notImported(text),
    test: "adoption",
    title: adopted,
  })),
  ...(["publicAddress", "snapshotSchedule"] as const).map((component) => ({
    name: `${component}: taken over when the state is lost`,
    file: `components/${component}.ts`,
    text: "import: args.adopt\n",
    without: "import: !args.name\n",
    test: "adoption",
    title: adopted,
  })),
  {
    name: "an interrupted creation is looked for",
    file: "sandbox/engine/recovery.ts",
    text: "await adoptCreations(unfinished ?? [], recovery);",
    test: "interrupted",
    title: "converges after the command was killed",
  },
  {
    name: "a dead engine's lock is freed",
    file: "sandbox/engine/deadLocks.ts",
    text: "await stack.cancel();",
    test: "interrupted",
    title: "converges after the engine was killed",
  },
];

/** The text of the guard's file without the guard; one that has it not exactly once is an error. */
export function withoutGuard({ name, file, text, without = "" }: Guard, intact: string): string {
  const [before, after, ...more] = intact.split(text);
  if (after === undefined || more.length > 0)
    throw new Error(`${file} must have this exactly once, for the guard "${name}": ${text}`);
  return `${before}${without}${after}`;
}
