import { behind, set, text } from "./change";
import type { Edit } from "./edit";

const disk = "components/kit/dataDisk.ts";
const namespace = "components/kit/namespace.ts";
const renamed = "without an alias the engine takes it for another resource: the old one is deleted";

/** The same resources, written in another way, with aliases and without. */
export const refactorings: Edit[] = [
  {
    name: "nothing",
    stack: "dev",
    changes: [],
    severity: "nothing",
    because: "the same program on its own state",
  },
  {
    name: "nothing, of prod",
    stack: "prod",
    changes: [],
    severity: "nothing",
    because: "the same program on its own state",
  },
  {
    name: "a comment",
    stack: "dev",
    changes: [text("index.ts", "  // Where it runs.", "  // Where all of it runs.")],
    severity: "nothing",
    because: "no resource says it",
  },
  {
    name: "other formatting",
    stack: "prod",
    changes: [
      text(
        "index.ts",
        '  const network = new Network("network", {',
        '  const network=new Network(\n"network",{',
      ),
    ],
    severity: "nothing",
    because: "no resource says it",
  },
  {
    name: "two components in another order",
    stack: "prod",
    changes: [
      text(
        "index.ts",
        '  const nodeIdentity = new NodeIdentity("nodes", { accountId: `${prefix}-nodes`, project });\n',
        "",
      ),
      behind(
        "index.ts",
        "  // Where it runs.",
        '  const nodeIdentity = new NodeIdentity("nodes", { accountId: `${prefix}-nodes`, project });',
      ),
    ],
    severity: "nothing",
    because: "the engine goes by dependencies, not by the program's order",
  },
  {
    name: "labels of everything at Google",
    stack: "prod",
    changes: [
      text(
        "config/values.ts",
        "labels: { application: namespace, environment: stack }",
        'labels: { application: namespace, environment: stack, team: "search" }',
      ),
    ],
    severity: "nothing",
    because:
      "labels change in place, also those of snapshots to come and of the nodes' machines (UpdateNodePool, resourceLabels)",
  },
  {
    name: "one more output",
    stack: "dev",
    changes: [behind("index.ts", "  return {\n    contractVersion,", '    motto: "search",')],
    severity: "nothing",
    because: "who reads the other outputs goes on",
  },
  {
    name: "one output less",
    stack: "dev",
    changes: [text("index.ts", "    dumpsUrl: dumpWriter.url,\n", "")],
    severity: "look",
    may: ["rest", "access", "availability"],
    because: "another team's stack that reads it fails (outputs.ts is a contract)",
  },
  {
    name: "another name of the project",
    stack: "dev",
    changes: [text("Pulumi.yaml", "name: loklak\n", "name: loklak-gke\n")],
    severity: "look",
    refused: true,
    because:
      "a stack is of a project: that of another one is not there yet, and its keys have another namespace",
  },
  {
    name: "the next version of the outputs' contract",
    stack: "dev",
    changes: [text("outputs.ts", 'contractVersion = "1.1"', 'contractVersion = "2.0"')],
    severity: "look",
    found: { availability: "look" },
    because: "another team's stack that was made for the last one refuses it (contract.ts)",
  },
  {
    name: "another name of a disk's resource, without an alias",
    stack: "dev",
    changes: [text("index.ts", 'new DataDisk("data-dump-disk", {', 'new DataDisk("dump-disk", {')],
    severity: "loss",
    found: { data: "loss" },
    may: ["size", "availability"],
    names: ["data-dump-disk"],
    refused: true,
    because: `${renamed}; the engine refuses, it is protected`,
  },
  {
    name: "another name of a disk's resource, with an alias",
    stack: "dev",
    changes: [
      text("index.ts", 'new DataDisk("data-dump-disk", {', 'new DataDisk("dump-disk", {'),
      text(
        disk,
        'super("loklak:gcp:DataDisk", name, args, opts);',
        'super("loklak:gcp:DataDisk", name, args, { ...opts, aliases: [{ name: `data-${name}` }] });',
      ),
      text(
        disk,
        "aliases: [{ name, type: former }]",
        "aliases: [{ name: `data-${name}` }, { name, type: former }]",
      ),
    ],
    severity: "nothing",
    because: "an alias of the component is inherited by its children (Pulumi, aliases)",
  },
  {
    name: "another type of a component, without an alias",
    stack: "prod",
    changes: [text(disk, '"loklak:gcp:DataDisk"', '"loklak:gcp:PersistentDisk"')],
    severity: "loss",
    found: { data: "loss" },
    may: ["size", "availability"],
    names: ["data-index-disk-0", "data-dump-disk"],
    refused: true,
    because: `a component's type is part of the names of its children; ${renamed}`,
  },
  {
    name: "another type of a component, with an alias",
    stack: "prod",
    changes: [
      text(
        disk,
        'super("loklak:gcp:DataDisk", name, args, opts);',
        'super("loklak:gcp:PersistentDisk", name, args, { ...opts, aliases: [{ type: "loklak:gcp:DataDisk" }] });',
      ),
    ],
    severity: "nothing",
    because: "an alias of the component is inherited by its children (Pulumi, aliases)",
  },
  {
    name: "another parent of the address, without an alias",
    stack: "dev",
    changes: [
      text("components/kit/publicAddress.ts", "        parent: this,\n        protect", "        protect"),
    ],
    severity: "loss",
    found: { address: "loss" },
    may: ["availability"],
    names: ["address"],
    refused: true,
    because: `the parent's type is part of a resource's name; ${renamed}`,
  },
  {
    name: "another parent of the address, with an alias",
    stack: "dev",
    changes: [
      text(
        "components/kit/publicAddress.ts",
        "        parent: this,\n        protect",
        "        aliases: [{ parent: this }],\n        protect",
      ),
    ],
    severity: "nothing",
    because: "an alias says what it was called",
  },
  {
    name: "another parent of the policies that deny by default, without an alias",
    stack: "dev",
    changes: [text(namespace, "{ parent: this, aliases", "{ aliases")],
    severity: "look",
    found: { access: "look" },
    names: ["default-deny-web"],
    because: `${renamed}, after one of the same name was made`,
  },
  {
    name: "another name of a component, without an alias",
    stack: "dev",
    changes: [text("index.ts", 'new Door(\n    "door",', 'new Door(\n    "front",')],
    severity: "look",
    found: { availability: "look" },
    may: ["access", "size", "rest"],
    names: ["door", "front"],
    because: `${renamed}, which in Kubernetes has the same name as the new one`,
    soak: true,
  },
  {
    name: "another name of a component, with an alias",
    stack: "dev",
    changes: [
      text("index.ts", 'new Door(\n    "door",', 'new Door(\n    "front",'),
      text(
        "components/door.ts",
        'super("loklak:kubernetes:Door", resourceName, args, opts);',
        'super("loklak:kubernetes:Door", resourceName, args, { ...opts, aliases: [{ name: "door" }] });',
      ),
    ],
    severity: "nothing",
    because: "children that have the component's name inherit its alias (Pulumi, aliases)",
  },
  {
    name: "a ConfigMap of another logical name",
    stack: "prod",
    changes: [
      text(
        "components/door.ts",
        "new kubernetes.core.v1.ConfigMap(\n      resourceName,",
        "new kubernetes.core.v1.ConfigMap(\n      `${resourceName}-nginx`,",
      ),
    ],
    severity: "look",
    found: { availability: "look" },
    names: ["door"],
    because: "its generated name is another one, and the pods that name it are renewed",
    soak: true,
  },
  {
    name: "dev's configuration said in full",
    stack: "dev",
    changes: [set("door.replicas", 2), set("network.serviceRange", "10.30.0.0/20"), set("encryption", false)],
    severity: "nothing",
    because: "these are the defaults",
  },
];
