import assert from "node:assert/strict";
import { parseConfig } from "../config";
import { accepts, digest, minimal, parse, refuses } from "./support/configCases";

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

  accepts([
    ["an image by digest", { "loklak:loklak": { image: digest } }],
    ["further settings of loklak", { "loklak:loklak": { settings: { "DoS.blackout": "50", Xmx: "1g" } } }],
  ]);

  refuses([
    [
      "gcp:project of the wrong form",
      { "gcp:project": "My Project" },
      'gcp:project: "My Project" must be the id',
    ],
    ["an unknown key", { "loklak:zone": "us-central1-a" }, 'loklak:zone: "us-central1-a" is not known'],
    [
      "an unknown key inside",
      { "loklak:cluster": { zonal: true } },
      "loklak:cluster.zonal: true is not known, known are availability, releaseChannel, deletionProtection, authorizedRanges, maintenanceStart, binaryAuthorization",
    ],
    [
      "a region that is none",
      { "loklak:region": "mars" },
      'loklak:region: "mars" must be a Google Cloud region',
    ],
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
      "the whole internet as authorized range, also in two halves",
      { "loklak:cluster": { authorizedRanges: ["192.0.2.0/24", "0.0.0.0/0", "128.0.0.0/1"] } },
      'loklak:cluster.authorizedRanges[1]: "0.0.0.0/0" must be a small part of the internet: a prefix of 8 bits or longer\n' +
        '  loklak:cluster.authorizedRanges[2]: "128.0.0.0/1" must be a small part',
    ],
    [
      "one text where a list or a section is",
      {
        "loklak:cluster": { authorizedRanges: "192.0.2.0/24" },
        "loklak:nodePools": "e2-standard-4",
        "loklak:loklak": { settings: "a=b" },
      },
      'loklak:cluster.authorizedRanges: "192.0.2.0/24" must be a list of IPv4 ranges\n' +
        '  loklak:nodePools: "e2-standard-4" must be a section with a pool for each name\n' +
        "  loklak:loklak.settings: its value must be a section of keys and their texts",
    ],
    [
      "the whole internet as administrators, also in two halves",
      { "loklak:door": { adminRanges: ["0.0.0.0/0", "128.0.0.0/1"] } },
      'loklak:door.adminRanges[0]: "0.0.0.0/0" must be a small part of the internet: a prefix of 8 bits or longer\n' +
        '  loklak:door.adminRanges[1]: "128.0.0.0/1" must be a small part',
    ],
    [
      "a door that a few clients fill",
      { "loklak:door": { memoryMb: 127 } },
      "loklak:door.memoryMb: 127 must be a whole number from 128 to 262144",
    ],
    [
      "an administrator by an address without a range",
      { "loklak:door": { adminRanges: ["192.0.2.7"] } },
      'loklak:door.adminRanges[0]: "192.0.2.7" must be an IPv4 range such as 10.0.0.0/20',
    ],
    [
      "a range of IPv6 addresses for administrators",
      { "loklak:door": { adminRanges: ["2001:db8::/32"] } },
      'loklak:door.adminRanges[0]: "2001:db8::/32" must be an IPv4 range',
    ],
    [
      "administrators that are no list",
      { "loklak:door": { adminRanges: "192.0.2.0/24" } },
      'loklak:door.adminRanges: "192.0.2.0/24" must be a list of IPv4 ranges',
    ],
    [
      "one door alone",
      { "loklak:door": { replicas: 1 } },
      "loklak:door.replicas: 1 must be a whole number from 2 to 100",
    ],
    [
      "no request at all",
      { "loklak:door": { requestsPerSecond: 0 } },
      "loklak:door.requestsPerSecond: 0 must be a whole number from 1 to",
    ],
    [
      "an image of the door by tag",
      { "loklak:door": { image: "docker.io/nginx:stable" } },
      "loklak:door.image: ",
    ],
    [
      "a maintenance window that begins in between",
      { "loklak:cluster": { maintenanceStart: "04:30" } },
      'loklak:cluster.maintenanceStart: "04:30" must be a full hour of UTC in quotes',
    ],
    [
      "an unknown mode of Binary Authorization",
      { "loklak:cluster": { binaryAuthorization: true } },
      "loklak:cluster.binaryAuthorization: true must be one of PROJECT_SINGLETON_POLICY_ENFORCE, DISABLED",
    ],
    [
      "a pool name that is no label",
      { "loklak:nodePools": { "a-": { machineType: "e2-standard-4", nodesPerZone: 1 } } },
      'loklak:nodePools.a-: "a-" must be a pool name',
    ],
    [
      "three copies of the dump disk",
      { "loklak:dumps": { zones: ["us-central1-a", "us-central1-b", "us-central1-c"] } },
      "loklak:dumps.zones: ",
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
    ...["PATH", "LD_PRELOAD", "LD.PRELOAD", "JAVA_TOOL_OPTIONS", "http.proxy"].map(
      (key): [string, Record<string, unknown>, string] => [
        `a setting that other programs read, ${key}`,
        { "loklak:loklak": { settings: { [key]: "x" } } },
        `"${key}" must be a key of loklak's config.properties: other programs read this one`,
      ],
    ),
    [
      "a setting spelled in two ways",
      { "loklak:loklak": { settings: { "DoS.blackout": "50", DoS_blackout: "90" } } },
      "loklak:loklak.settings: its value must not have a key twice",
    ],
    [
      "a setting that no variable can hold",
      { "loklak:loklak": { settings: { Xmx: "1\0" } } },
      "loklak:loklak.settings.Xmx: its value must be without a null character",
    ],
    [
      "a repository with a password, which the image would keep",
      { "loklak:loklak": { source: { repository: "https://user:token@example.com/loklak.git" } } },
      "loklak:loklak.source.repository: ",
    ],
    [
      "a repository that git would reach by ssh",
      { "loklak:loklak": { source: { repository: "https:loklak_server" } } },
      'loklak:loklak.source.repository: "https:loklak_server" must be the https:// address',
    ],
    [
      "an image outside of its registry",
      { "loklak:loklak": { image: `us-docker.pkg.dev/../../i@sha256:${"a".repeat(64)}` } },
      "loklak:loklak.image: ",
    ],
    [
      "a setting that is no text",
      { "loklak:loklak": { settings: { "DoS.blackout": 80 } } },
      "loklak:loklak.settings.DoS.blackout: its value must be a text",
    ],
  ]);

  it("refuses a missing project, and says how to set it", () => {
    assert.throws(
      () => parseConfig("dev", {}),
      /gcp:project: is missing, must be the id .*pulumi config set gcp:project/,
    );
  });

  it("refuses a stack name that Google's names cannot carry", () => {
    for (const stack of ["Dev", "a-name-of-18-chars", "1st", "x-"])
      assert.throws(() => parse({}, stack), / the stack's name: "/);
    parse({}, "a-name-of-17-char");
  });

  it("says once what is wrong with a range", () => {
    assert.throws(
      () => parse({ "loklak:door": { adminRanges: ["192.0.2.7"] } }),
      (error: Error) => error.message.split("\n  loklak:door.adminRanges[0]: ").length === 2,
    );
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
