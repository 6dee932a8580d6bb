import { accepts, digest, pinned, refuses } from "./support/configCases";

/** Ranges that hold so many 256ths of all addresses. */
const slash8 = (count: number) => Array.from({ length: count }, (_, i) => `${i}.0.0.0/8`);
const few = "must hold together at most 1/64 of all addresses, as four ranges of /8 do";
const twoZones = ["us-central1-a", "us-central1-b"];

describe("what keys of the configuration ask of each other", () => {
  accepts([
    [
      "base images without a digest when nothing is built",
      {
        "loklak:baseImages": {},
        "loklak:loklak": { image: digest },
        "loklak:elasticsearch": { image: digest },
        "loklak:door": { image: digest },
      },
    ],
    [
      "a base image without a digest when nothing is built on it",
      {
        "loklak:baseImages": { maven: pinned("maven"), java: pinned("java") },
        "loklak:door": { image: digest },
      },
    ],
    [
      "ranges of administrators that touch",
      { "loklak:door": { adminRanges: ["10.0.0.0/9", "10.128.0.0/9"] } },
    ],
    [
      "ranges of administrators that hold a sixty-fourth of all addresses",
      { "loklak:door": { adminRanges: slash8(4) }, "loklak:cluster": { authorizedRanges: slash8(4) } },
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
  ]);

  refuses([
    [
      "a zone elsewhere",
      { "loklak:zones": ["europe-west1-b"] },
      'loklak:zones[0]: "europe-west1-b" must be a zone of us-central1',
    ],
    [
      "one disk for index and dumps",
      { "loklak:elasticsearch": { diskNames: ["data"] }, "loklak:dumps": { diskName: "data" } },
      'loklak:elasticsearch.diskNames: ["data"] must be different disks: data would be two of the stack',
    ],
    [
      "more disks than nodes",
      { "loklak:elasticsearch": { diskNames: ["one", "two"] } },
      'loklak:elasticsearch.diskNames: ["one","two"] must be at most 1, one for each',
    ],
    [
      "a disk's name that is none",
      { "loklak:dumps": { diskName: "Data" } },
      'loklak:dumps.diskName: "Data" must be the name of a disk',
    ],
    ["a zone twice", { "loklak:zones": ["us-central1-a", "us-central1-a"] }, "loklak:zones[1]: "],
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
      "a range with host bits",
      { "loklak:network": { podRange: "10.20.0.1/16" } },
      "must start at its first address",
    ],
    [
      "a range of the internet",
      { "loklak:network": { podRange: "8.0.0.0/16" } },
      'loklak:network.podRange: "8.0.0.0/16" must be within one of 10.0.0.0/8, 100.64.0.0/10',
    ],
    [
      "a range that is private only in part",
      { "loklak:network": { nodeRange: "10.0.0.0/7" } },
      'loklak:network.nodeRange: "10.0.0.0/7" must be within one of',
    ],
    [
      "ranges that overlap",
      { "loklak:network": { serviceRange: "10.20.4.0/22" } },
      'loklak:network.serviceRange: "10.20.4.0/22" must not overlap network.podRange 10.20.0.0/16',
    ],
    [
      "a range of administrators with host bits",
      { "loklak:door": { adminRanges: ["192.0.2.0/24", "198.51.100.7/24"] } },
      'loklak:door.adminRanges[1]: "198.51.100.7/24" must start at its first address',
    ],
    [
      "ranges of administrators that overlap, or are the same",
      { "loklak:door": { adminRanges: ["198.51.100.0/24", "198.51.100.128/25", "198.51.100.0/24"] } },
      'loklak:door.adminRanges[1]: "198.51.100.128/25" must not overlap door.adminRanges[0] 198.51.100.0/24\n' +
        '  loklak:door.adminRanges[2]: "198.51.100.0/24" must not overlap door.adminRanges[0] 198.51.100.0/24',
    ],
    [
      "a door in a pool that does not exist",
      { "loklak:door": { nodePool: "web" } },
      'loklak:door.nodePool: "web" must be one of nodePools: default',
    ],
    [
      "only dedicated pools",
      { "loklak:nodePools": { default: { machineType: "e2-standard-4", nodesPerZone: 1, dedicated: true } } },
      "must have a pool that is not dedicated",
    ],
    [
      "pods without room for the nodes",
      { "loklak:network": { podRange: "10.20.0.0/24" } },
      'loklak:network.podRange: "10.20.0.0/24" must hold 2 nodes (with one more for each pool\'s upgrade), it holds 1',
    ],
    ["nodes without room", { "loklak:network": { nodeRange: "10.10.0.0/30" } }, "loklak:network.nodeRange: "],
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
      "a base image of the door that may change under its tag, also when nothing else is built",
      {
        "loklak:baseImages": {},
        "loklak:loklak": { image: digest },
        "loklak:elasticsearch": { image: digest },
      },
      'loklak:baseImages.nginx: "nginxinc/nginx-unprivileged:stable-alpine-slim" must be pinned by digest',
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
      "all addresses, in small ranges, as administrators",
      { "loklak:door": { adminRanges: slash8(256) } },
      `loklak:door.adminRanges: ${JSON.stringify(slash8(256))} ${few}`,
    ],
    [
      "a little more than a sixty-fourth of all addresses for the control plane",
      { "loklak:cluster": { authorizedRanges: [...slash8(4), "203.0.113.0/24"] } },
      `loklak:cluster.authorizedRanges: ${JSON.stringify([...slash8(4), "203.0.113.0/24"])} ${few}`,
    ],
    [
      "a pod larger than its machine",
      { "loklak:elasticsearch": { memoryMb: 16384, heapMb: 512 } },
      "loklak:elasticsearch.memoryMb: 16384 must be less than 16384, all that an e2-standard-4 of nodePools.default has",
    ],
    [
      "a door larger than its machine",
      { "loklak:door": { memoryMb: 16384, cpuMillis: 4000 } },
      "loklak:door.cpuMillis: 4000 must be less than 4000, all that an e2-standard-4 of nodePools.default has\n" +
        "  loklak:door.memoryMb: 16384 must be less than 16384",
    ],
    [
      "a pod with more processors than its machine",
      { "loklak:loklak": { cpuMillis: 6000 } },
      "loklak:loklak.cpuMillis: 6000 must be less than 4000",
    ],
  ]);
});
