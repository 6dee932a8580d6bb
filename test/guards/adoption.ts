import type { Guard } from "./guard";

const notImported = (text: string) => ({ text, without: text.replace(/import: [^]*/, "import: undefined") });

const adopted = "is made again around what exists: disks, addresses, keys and schedule are taken over";
const existing = "are taken over with what is on them";

/** What takes over things that exist, instead of making new ones. */
export const adoption: Guard[] = [
  ...(
    [
      ["kit/dataDisk", "import: idIn(place)", "disks"],
      ["keys", "import: args.adopt ? ringId : undefined", "the key ring"],
      ["keys", "import: args.adopt ? `${ringId}/cryptoKeys/data` : undefined", "the key"],
      [
        "kit/globalAddress",
        "import: args.adopt ? `projects/${args.project}/global/addresses/${args.name}` : undefined",
        "a domain's address",
      ],
      ["kit/dataDisk", "import: schedule.adoptedAttachment(place, diskName)", "the disks' schedule"],
    ] as const
  ).map(([component, text, what]) => ({
    name: `${what}: taken over when the state is lost`,
    file: `components/${component}.ts`,
    ...notImported(text),
    test: "adoption",
    title: adopted,
  })),
  ...(["kit/publicAddress", "kit/snapshotSchedule"] as const).map((component) => ({
    name: `${component.replace("kit/", "")}: taken over when the state is lost`,
    file: `components/${component}.ts`,
    text: "import: args.adopt\n",
    without: "import: !args.name\n",
    test: "adoption",
    title: adopted,
  })),
  {
    name: "an index disk of another hand: taken over by its name",
    file: "config/indexDisks.ts",
    text: "(index === 0 ? elasticsearch.diskNames[node] : undefined) ?? ",
    test: "existingDisks",
    title: existing,
  },
  {
    name: "a dump disk of another hand: taken over by its name",
    file: "config/indexDisks.ts",
    text: "return diskName ?? ",
    without: "return ",
    test: "existingDisks",
    title: existing,
  },
  {
    name: "a disk of another hand: taken over whatever it was made from",
    file: "components/kit/dataDisk.ts",
    text: 'ignoreChanges: ["snapshot"],',
    test: "existingDisks",
    title: existing,
  },
  {
    name: "a disk is not taken for two purposes",
    file: "config.ts",
    text: "...diskNameProblems(usableSettings, prefix),",
    test: "existingDisks",
    title: "are each for one purpose",
  },
];
