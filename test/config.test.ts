import assert from "node:assert/strict";
import { parseConfig } from "../config";

const pinned = (name: string) => `${name}@sha256:${"0".repeat(64)}`;
const minimal = {
  "gcp:project": "loklak-example",
  "loklak:baseImages": JSON.stringify({ maven: pinned("maven:3.9"), java: pinned("java") }),
};

/** Values as a stack's file holds them; the engine hands everything but text over as JSON. */
function parse(values: Record<string, unknown>, stack = "dev") {
  const texts = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseConfig(stack, { ...minimal, ...(Object.fromEntries(texts) as Record<string, string>) });
}

describe("config", () => {
  it("needs nothing but the project", () => {
    const config = parseConfig("dev", minimal);
    assert.equal(config.prefix, "loklak-dev");
    assert.deepEqual(config.zones, ["us-central1-a"]);
    assert.equal(config.elasticsearch.nodes, 1);
    assert.equal(config.cluster.deletionProtection, true);
    assert.equal(config.loklak.source.branch, "development");
    assert.equal(config.elasticsearch.image, undefined);
  });

  it("keeps the defaults beside what is set", () => {
    const config = parse({ "loklak:elasticsearch": { heapMb: 256 }, "loklak:encryption": true });
    assert.equal(config.elasticsearch.heapMb, 256);
    assert.equal(config.elasticsearch.diskSizeGb, 100);
    assert.equal(config.encryption, true);
  });

  it("leaves other packages' keys alone", () => {
    parse({ "gcp:impersonateServiceAccount": "deployer@loklak-example.iam.gserviceaccount.com" });
  });

  const twoZones = ["us-central1-a", "us-central1-b"];
  const digest = `us-docker.pkg.dev/p/r/i@sha256:${"a".repeat(64)}`;
  const accepted: [string, Record<string, unknown>][] = [
    ["an image by digest", { "loklak:loklak": { image: digest } }],
    [
      "base images without a digest when nothing is built",
      {
        "loklak:baseImages": {},
        "loklak:loklak": { image: digest },
        "loklak:elasticsearch": { image: digest },
      },
    ],
    ["several zones", { "loklak:zones": ["us-central1-a", "us-central1-f"] }],
    ["another region", { "loklak:region": "europe-west10", "loklak:zones": ["europe-west10-b"] }],
    [
      "a pool of its own",
      {
        "loklak:nodePools": {
          default: { machineType: "e2-standard-2", nodesPerZone: 1 },
          index: { machineType: "n2-highmem-4", nodesPerZone: 1, dedicated: true },
        },
        "loklak:elasticsearch": { nodePool: "index" },
      },
    ],
    ["further settings of loklak", { "loklak:loklak": { settings: { "DoS.blackout": "50", Xmx: "1g" } } }],
    [
      "ranges that touch",
      {
        "loklak:network": { nodeRange: "10.0.0.0/24", podRange: "10.0.2.0/23", serviceRange: "10.0.1.0/24" },
      },
    ],
    [
      "three Elasticsearch nodes on three machines of one zone",
      {
        "loklak:nodePools": { default: { machineType: "e2-standard-4", nodesPerZone: 3 } },
        "loklak:elasticsearch": { nodes: 3 },
      },
    ],
    ["a dump disk in two zones", { "loklak:zones": twoZones, "loklak:dumps": { zones: twoZones } }],
    [
      "a cheap dump disk in two zones that is large enough",
      {
        "loklak:zones": twoZones,
        "loklak:dumps": { zones: twoZones, diskType: "pd-standard", diskSizeGb: 200 },
      },
    ],
    ["heap of exactly half", { "loklak:elasticsearch": { heapMb: 1024, memoryMb: 2048 } }],
  ];
  for (const [what, values] of accepted) it(`accepts ${what}`, () => void parse(values));

  const rejected: [string, Record<string, unknown>, string][] = [
    [
      "gcp:project of the wrong form",
      { "gcp:project": "My Project" },
      'gcp:project: "My Project" must be the id',
    ],
    ["an unknown key", { "loklak:zone": "us-central1-a" }, 'loklak:zone: "us-central1-a" is not known'],
    [
      "an unknown key inside",
      { "loklak:cluster": { zonal: true } },
      "loklak:cluster.zonal: true is not known, known are availability, releaseChannel, deletionProtection, authorizedRanges",
    ],
    [
      "a region that is none",
      { "loklak:region": "mars" },
      'loklak:region: "mars" must be a Google Cloud region',
    ],
    [
      "a zone elsewhere",
      { "loklak:zones": ["europe-west1-b"] },
      'loklak:zones[0]: "europe-west1-b" must be a zone of us-central1',
    ],
    ["a zone twice", { "loklak:zones": ["us-central1-a", "us-central1-a"] }, "loklak:zones[1]: "],
    ["no zone", { "loklak:zones": [] }, "loklak:zones: [] must name at least one zone"],
    ["a flag as text", { "loklak:encryption": "yes" }, 'loklak:encryption: "yes" must be true or false'],
    [
      "a channel that is none",
      { "loklak:cluster": { releaseChannel: "LATEST" } },
      'loklak:cluster.releaseChannel: "LATEST" must be one of RAPID, REGULAR, STABLE, EXTENDED',
    ],
    [
      "an even number of nodes",
      { "loklak:elasticsearch": { nodes: 2 } },
      "loklak:elasticsearch.nodes: 2 must be an odd whole number from 1 to 99",
    ],
    ["no node", { "loklak:elasticsearch": { nodes: 0 } }, "loklak:elasticsearch.nodes: 0 must be"],
    [
      "half a gigabyte",
      { "loklak:elasticsearch": { diskSizeGb: 10.5 } },
      "loklak:elasticsearch.diskSizeGb: 10.5 must be a whole number from 10 to 65536",
    ],
    [
      "a pool that does not exist",
      { "loklak:loklak": { nodePool: "web" } },
      'loklak:loklak.nodePool: "web" must be one of nodePools: default',
    ],
    [
      "a heap over half of the memory",
      { "loklak:elasticsearch": { heapMb: 600, memoryMb: 1024 } },
      "loklak:elasticsearch.heapMb: 600 must be at most 512",
    ],
    [
      "an image by tag",
      { "loklak:loklak": { image: "docker.io/loklak/loklak:latest" } },
      "loklak:loklak.image: ",
    ],
    [
      "a short commit",
      { "loklak:loklak": { source: { commit: "f79c657" } } },
      'loklak:loklak.source.commit: "f79c657" must be a full commit id',
    ],
    [
      "a range that is none",
      { "loklak:network": { podRange: "10.0.0.0" } },
      'loklak:network.podRange: "10.0.0.0" must be an IPv4 range',
    ],
    [
      "a range with host bits",
      { "loklak:network": { podRange: "10.20.0.1/16" } },
      "must start at its first address",
    ],
    [
      "ranges that overlap",
      { "loklak:network": { serviceRange: "10.20.4.0/22" } },
      'loklak:network.serviceRange: "10.20.4.0/22" must not overlap network.podRange 10.20.0.0/16',
    ],
    [
      "a pool without a size",
      { "loklak:nodePools": { default: { machineType: "e2-standard-4" } } },
      "loklak:nodePools.default.nodesPerZone: is missing",
    ],
    [
      "a pool with a bad name",
      { "loklak:nodePools": { Big: { machineType: "e2-standard-4", nodesPerZone: 1 } } },
      'loklak:nodePools.Big: "Big" must be a pool name',
    ],
    [
      "a setting that probes rely on",
      { "loklak:loklak": { settings: { "port.http": "80" } } },
      'loklak:loklak.settings.port.http: "port.http" is set by the program',
    ],
    [
      "a setting the program has, spelled otherwise",
      { "loklak:loklak": { settings: { dump_write_enabled: "true" } } },
      "loklak:loklak.settings.dump_write_enabled: ",
    ],
    [
      "another port by loklak's own variable",
      { "loklak:loklak": { settings: { PORT: "80" } } },
      "loklak:loklak.settings.PORT: ",
    ],
    [
      "only dedicated pools",
      { "loklak:nodePools": { default: { machineType: "e2-standard-4", nodesPerZone: 1, dedicated: true } } },
      "must have a pool that is not dedicated",
    ],
    [
      "a control plane open to everyone",
      { "loklak:cluster": { authorizedRanges: ["0.0.0.0/0"] } },
      'loklak:cluster.authorizedRanges[0]: "0.0.0.0/0" must be a part',
    ],
    [
      "pods without room for the nodes",
      { "loklak:network": { podRange: "10.20.0.0/24" } },
      'loklak:network.podRange: "10.20.0.0/24" must hold 2 nodes (with one more for each pool\'s upgrade), it holds 1',
    ],
    ["nodes without room", { "loklak:network": { nodeRange: "10.10.0.0/30" } }, "loklak:network.nodeRange: "],
    [
      "a pool name that is no label",
      { "loklak:nodePools": { "a-": { machineType: "e2-standard-4", nodesPerZone: 1 } } },
      'loklak:nodePools.a-: "a-" must be a pool name',
    ],
    [
      "a dump disk where no node is",
      { "loklak:dumps": { zones: ["us-central1-b"] } },
      'loklak:dumps.zones[0]: "us-central1-b" must be one of loklak:zones, where the nodes are: us-central1-a',
    ],
    [
      "two copies of the dump disk in one zone",
      { "loklak:dumps": { zones: ["us-central1-a", "us-central1-a"] } },
      'loklak:dumps.zones[1]: "us-central1-a" must be named only once',
    ],
    [
      "three copies of the dump disk",
      { "loklak:dumps": { zones: ["us-central1-a", "us-central1-b", "us-central1-c"] } },
      "loklak:dumps.zones: ",
    ],
    [
      "a dump disk that Google would not make in two zones",
      { "loklak:zones": twoZones, "loklak:dumps": { zones: twoZones, diskType: "pd-standard" } },
      "loklak:dumps.diskSizeGb: 100 must be at least 200 for a pd-standard disk in two zones",
    ],
    [
      "two Elasticsearch nodes on one machine",
      { "loklak:zones": twoZones, "loklak:elasticsearch": { nodes: 3 } },
      "loklak:elasticsearch.nodes: 3 must be at most 2, one on each machine of nodePools.default (1 in each of 2 zones)",
    ],
    [
      "a base image that may change under its tag",
      { "loklak:baseImages": { maven: pinned("maven"), java: "eclipse-temurin:8-jre-noble" } },
      'loklak:baseImages.java: "eclipse-temurin:8-jre-noble" must be pinned by digest: `npm run pin`',
    ],
    [
      "a base image that is none",
      { "loklak:baseImages": { java: "java 8" } },
      'loklak:baseImages.java: "java 8" must name an image',
    ],
    [
      "text in place of a list, once",
      { "loklak:dumps": { zones: "us-central1-a" } },
      'changed:\n  loklak:dumps.zones: "us-central1-a" must be a list of one or two zones',
    ],
    [
      "a commit that YAML takes for a number",
      { "loklak:loklak": { source: { commit: 1.5e38 } } },
      "must be a full commit id of 40 hexadecimal digits, in quotes",
    ],
    [
      "indices without a copy",
      { "loklak:loklak": { settings: { "elasticsearch.index.number_of_replicas": "0" } } },
      '"elasticsearch.index.number_of_replicas" is set by the program',
    ],
    [
      "machines that take no persistent disk",
      { "loklak:nodePools": { default: { machineType: "c4-highmem-8", nodesPerZone: 1 } } },
      'loklak:nodePools.default.machineType: "c4-highmem-8" must be of a series that takes persistent disks',
    ],
    [
      "a dump disk in two zones on machines that take none",
      {
        "loklak:zones": twoZones,
        "loklak:dumps": { zones: twoZones },
        "loklak:nodePools": { default: { machineType: "c3-standard-4", nodesPerZone: 1 } },
      },
      'loklak:dumps.zones: ["us-central1-a","us-central1-b"] must be one zone: a c3-standard-4 of nodePools.default takes no disk of two',
    ],
    [
      "a pod larger than its machine",
      { "loklak:elasticsearch": { memoryMb: 16384, heapMb: 512 } },
      "loklak:elasticsearch.memoryMb: 16384 must be less than 16384, all that an e2-standard-4 of nodePools.default has",
    ],
    [
      "a pod with more processors than its machine",
      { "loklak:loklak": { cpuMillis: 6000 } },
      "loklak:loklak.cpuMillis: 6000 must be less than 4000",
    ],
    [
      "a setting that is no text",
      { "loklak:loklak": { settings: { "DoS.blackout": 80 } } },
      "loklak:loklak.settings.DoS.blackout: 80 must be a text",
    ],
  ];
  for (const [what, values, message] of rejected)
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parse(values),
        (error: Error) => {
          assert.ok(error.message.includes(message), error.message);
          return true;
        },
      );
    });

  it("refuses a missing project, and says how to set it", () => {
    assert.throws(
      () => parseConfig("dev", {}),
      /gcp:project: is missing, must be the id .*pulumi config set gcp:project/,
    );
  });

  it("refuses a stack name that Google's names cannot carry", () => {
    for (const stack of ["Dev", "a-name-of-18-chars", "1st", "x-"])
      assert.throws(() => parse({}, stack), /stack's name/);
    parse({}, "a-name-of-17-char");
  });

  it("tells all problems at once", () => {
    assert.throws(
      () =>
        parseConfig("dev", {
          "loklak:region": "mars",
          "loklak:elasticsearch": '{"nodes":2}',
          "loklak:x": "1",
          "loklak:loklak": '{"nodePool":"none"}',
        }),
      (error: Error) => {
        for (const key of [
          "gcp:project",
          "loklak:region",
          "loklak:elasticsearch.nodes",
          "loklak:x",
          "loklak:loklak.nodePool",
        ])
          assert.ok(error.message.includes(`\n  ${key}: `), `${key} is not in ${error.message}`);
        return true;
      },
    );
  });
});
