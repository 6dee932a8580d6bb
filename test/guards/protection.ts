import type { Guard } from "./guard";

const unprotected = (text: string) => ({ text, without: text.replace("protect: true", "protect: false") });
const notRetained = (text: string) => ({
  text,
  without: text.replace("retainOnDelete: true", "retainOnDelete: false"),
});

const named = "names all that is protected, and deletes nothing";
const left = "leaves disks and keys in the project even when nothing is protected any more";

/** What keeps things from being deleted, or replaced by new ones. */
export const protection: Guard[] = [
  {
    name: "disks are protected",
    file: "components/kit/dataDisk.ts",
    ...unprotected("protect: true,\n      retainOnDelete: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "disks stay when they are unprotected and deleted",
    file: "components/kit/dataDisk.ts",
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
    file: "components/kit/publicAddress.ts",
    ...unprotected("protect: true"),
    test: "deletion",
    title: named,
  },
  {
    name: "the domain's address is protected",
    file: "components/kit/globalAddress.ts",
    ...unprotected("protect: true"),
    test: "domain",
    title: "is not taken out while its address is protected",
    after: ["tells the records to set where no zone is named"],
  },
  {
    name: "the snapshot schedule is protected",
    file: "components/kit/snapshotSchedule.ts",
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
    after: ["is completed by the next up, with one of everything"],
  },
  {
    name: "a schedule is not taken off a disk",
    file: "components/kit/dataDisk.ts",
    ...unprotected("protect: true,\n      import: schedule"),
    test: "snapshots",
    title: "is not given up by a change",
  },
  {
    name: "a disk of one zone and one of two are the same to the engine",
    file: "components/kit/dataDisk.ts",
    text: "aliases: [{ name, type: former }],",
    test: "dev",
    title: "refuses to make a dump disk in two zones out of its one, of which no output tells yet",
  },
];
