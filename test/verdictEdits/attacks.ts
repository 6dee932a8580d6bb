import { behind, set, text } from "./change";
import type { Edit } from "./edit";

const values = "config/values.ts";
const disk = "components/kit/dataDisk.ts";

/** Changes that hide what they do to the data, the address or access. */
export const attacks: Edit[] = [
  {
    name: "another name of everything, by a prefix",
    stack: "dev",
    changes: [text(values, "return `${namespace}-${stack}`;", "return `search-${stack}`;")],
    severity: "loss",
    found: { data: "loss", address: "loss", availability: "look" },
    may: ["access", "size"],
    names: ["data-index-disk-0", "data-dump-disk", "address"],
    refused: true,
    because: "disk.name and address.name replace",
  },
  {
    name: "a disk made anew among labels",
    stack: "prod",
    changes: [
      text(values, "environment: stack }", 'environment: stack, team: "search" }'),
      text(
        disk,
        "aliases: [{ name, type: former }],",
        'aliases: [{ name, type: former }],\n      replaceOnChanges: ["labels"],',
      ),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability"],
    names: ["data-index-disk-0", "data-dump-disk"],
    refused: true,
    because: "Pulumi's option replaceOnChanges replaces the disks for a label",
    soak: true,
  },
  {
    name: "a disk that goes behind a resource that nobody knows",
    stack: "dev",
    changes: [
      behind(
        "index.ts",
        "async function loklak(): Promise<StackOutputInputs> {",
        '  new (require("@pulumi/gcp") as typeof import("@pulumi/gcp")).pubsub.Topic("messages", { name: "messages" });',
      ),
      text("index.ts", "new DataDisk(name, {", "new DataDisk(`${name}-b`, {"),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["data", "availability", "access", "size", "address"],
    names: ["data-index-disk-0", "messages"],
    refused: true,
    because: "what the stand-in does not know must not hide that a disk is deleted",
  },
  {
    name: "protection taken away from everything, by a transformation",
    stack: "dev",
    changes: [
      behind(
        "index.ts",
        "async function loklak(): Promise<StackOutputInputs> {",
        "  pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, protect: false, retainOnDelete: false } }));",
      ),
    ],
    severity: "look",
    found: { data: "look", address: "look" },
    may: ["availability"],
    names: ["data-index-disk-0", "data-dump-disk", "address"],
    because: "nothing is deleted yet, but the next change may delete all of it",
  },
  {
    name: "disks unprotected and made anew at once",
    stack: "dev",
    changes: [
      text(
        disk,
        "protect: true,\n      retainOnDelete: true,",
        "protect: false,\n      retainOnDelete: false,",
      ),
      text(disk, "const disk = { name: diskName,", "const disk = { name: `${diskName}-1`,"),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability"],
    names: ["data-index-disk-0", "data-dump-disk"],
    refused: true,
    because: "disk.name replaces; the state still says that they are protected",
  },
  {
    name: "a deleted disk behind a description of everything",
    stack: "prod",
    changes: [
      text(
        "index.ts",
        "disks.map(\n      ({ name, diskName, zone, snapshot }) =>",
        "disks.slice(0, 2).map(\n      ({ name, diskName, zone, snapshot }) =>",
      ),
      text("components/nodeIdentity.ts", "GKE nodes of loklak", "Nodes of loklak"),
      text(
        "components/network.ts",
        "priority: 65534,",
        'priority: 65534,\n        description: "Nobody comes in",',
      ),
    ],
    severity: "loss",
    found: { data: "loss", availability: "look" },
    may: ["size", "access"],
    names: ["data-index-disk-2"],
    refused: true,
    because: "the third index disk is deleted",
  },
  {
    name: "checks of the configuration taken away, and a disk shrunk",
    stack: "dev",
    changes: [
      text("config.ts", "    ...deployedDiskProblems(usableSettings, prefix, surroundings),\n", ""),
      set("elasticsearch.diskSizeGb", 50),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["size", "availability"],
    names: ["data-index-disk-0"],
    refused: true,
    because: "a smaller size replaces a disk; the engine refuses, it is protected",
  },
  {
    name: "a growth that the disk is not told of",
    stack: "dev",
    changes: [
      text(disk, 'ignoreChanges: ["snapshot"]', 'ignoreChanges: ["snapshot", "size"]'),
      set("elasticsearch.diskSizeGb", 200),
    ],
    severity: "nothing",
    because: "disk and claim keep their size: the claim's is the disk's",
  },
  {
    name: "the data disks at another interface, the old ones deleted first",
    stack: "dev",
    changes: [
      text(
        disk,
        '      ignoreChanges: ["snapshot"],\n',
        '      ignoreChanges: ["snapshot"],\n      deleteBeforeReplace: true,\n',
      ),
      text(disk, "type, labels, snapshot };", 'type, labels, snapshot, interface: "NVME" };'),
    ],
    severity: "loss",
    found: { data: "loss" },
    may: ["availability"],
    names: ["data-index-disk-0", "data-dump-disk"],
    refused: true,
    because: "disk.interface is among what replaces a disk, and SCSI is its default",
    soak: true,
  },
  {
    name: "a Job that runs on the dump disk",
    stack: "dev",
    changes: [
      behind(
        "components/dumpWriter.ts",
        "    const template = loklakServer(resourceName, args, part, this);",
        `    new kubernetes.batch.v1.Job(
      "tidy",
      { metadata: { name: "tidy", namespace }, spec: { template: { ...template, spec: { restartPolicy: "Never", containers: [{ name: "tidy", image: args.image, command: ["rm", "-rf", "/data"] }] } } } },
      { parent: this },
    );`,
      ),
    ],
    severity: "look",
    may: ["data", "availability", "access", "size", "rest"],
    names: ["tidy"],
    because: "a type that the program has not had is never nothing at stake",
    soak: true,
  },
  {
    name: "a policy less",
    stack: "dev",
    changes: [text("policy/policies.ts", "  ...doorPolicies,\n", "")],
    severity: "look",
    because: "no resource changes, but one of those who judge does",
  },
];
