import type { Guard } from "./guard";

const theDevStack = "comes up from nothing, every resource inside the component it belongs to";
const grows = "grows the index disk, the claim and the volume in place, with the pod running on";

/** What keeps data and secrets while the stack is used and changed. */
export const operation: Guard[] = [
  {
    name: "a smaller disk is refused",
    file: "config/deployedDisks.ts",
    text: "sizeGb > diskSizeGb",
    without: "false",
    test: "dev",
    title: "refuses to shrink the disk, and changes nothing",
    after: [theDevStack, grows],
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
    file: "components/kit/dataVolume.ts",
    text: 'ignoreChanges: ["spec.capacity"],',
    test: "dev",
    title: grows,
    after: [theDevStack],
  },
  {
    name: "a volume is made anew with its namespace",
    file: "components/kit/dataVolume.ts",
    text: "replacementTrigger: args.namespace.uid,",
    test: "deletedByHand",
    title: "both namespaces come back to their disks, without a further step",
  },
  {
    name: "a volume is kept for the claim of its name",
    file: "components/kit/dataVolume.ts",
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
  {
    name: "loklak's settings are a secret to the engine",
    file: "config.ts",
    text: "pulumi.secret(settings)",
    without: "pulumi.output(settings)",
    test: "secrets",
    title: "stand in no output, no log and no state",
    after: ["reach the servers that need them, and only as secrets"],
  },
  {
    name: "loklak's settings are a Secret on the cluster",
    file: "components/loklakServer.ts",
    text: `data: loklakSettings({
        elasticsearch: args.elasticsearch.transportAddresses,
        writeDumps,
      }),`,
    without: "data: pulumi.output(args.settings ?? {}).apply(asEnvironment),",
    test: "secrets",
    title: "reach the servers that need them, and only as secrets",
  },
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
