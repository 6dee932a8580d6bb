import assert from "node:assert/strict";
import { type Properties, UNKNOWN } from "../sandbox/provider/provider";
import {
  conflictPath,
  knownTypes,
  type PropertySchema,
  type Schema,
  schemaOf,
} from "../sandbox/google/table";
import { TestCloud } from "./support/googleCloud";
import { itRefuses } from "./support/googleRefusals";
import { clusterInputs, diskInputs, poolInputs, subnetworkInputs, type } from "./support/googleResources";

const accepted: [what: string, type: string, inputs: Properties][] = [
  ["a disk", type.disk, diskInputs],
  ["a name of 63 letters", type.disk, { ...diskInputs, name: "d".repeat(63) }],
  [
    "values that are not known yet",
    type.disk,
    {
      name: UNKNOWN,
      zone: UNKNOWN,
      size: UNKNOWN,
      labels: UNKNOWN,
      diskEncryptionKey: { kmsKeySelfLink: UNKNOWN },
    },
  ],
  ["a list that is not known yet", type.regionDisk, { name: "d", replicaZones: UNKNOWN }],
  [
    "a null, as if it were not set",
    type.disk,
    { ...diskInputs, snapshot: null, diskEncryptionKey: { rawKey: null } },
  ],
  [
    "a node pool that sets a sysctl",
    type.nodePool,
    { ...poolInputs, nodeConfig: { linuxNodeConfig: { sysctls: { "vm.max_map_count": "262144" } } } },
  ],
  [
    "a grant to everybody",
    type.projectMember,
    { project: "test-project", role: "roles/viewer", member: "allUsers" },
  ],
  [
    "a custom role",
    type.projectMember,
    { project: "test-project", role: "projects/test-project/roles/pusher", member: "group:team@example.com" },
  ],
];

describe("Google stand-in: check", () => {
  const cloud = new TestCloud();

  itRefuses([
    [
      "an unknown property",
      type.disk,
      { ...diskInputs, sise: 5 },
      /^sise: there is no such property; allowed: size/,
    ],
    [
      "an unknown property deep inside",
      type.nodePool,
      { ...poolInputs, nodeConfig: { shieldedInstanceConfig: { enableSecureBot: true } } },
      /^nodeConfig\.shieldedInstanceConfig\.enableSecureBot: .*allowed: enableSecureBoot, enableIntegrityMonitoring/,
    ],
    [
      "an unknown property in a list",
      type.subnetwork,
      { ...subnetworkInputs, secondaryIpRanges: [{ rangeName: "a", cidr: "10.4.0.0/14" }] },
      /^secondaryIpRanges\[0\]\.cidr: there is no such property/,
    ],
    [
      "what only Google sets",
      type.disk,
      { ...diskInputs, selfLink: "x" },
      /^selfLink: only Google sets this/,
    ],
    ["a text for a number", type.disk, { ...diskInputs, size: "50" }, /^size: "50" is not an integer/],
    ["half a gigabyte", type.disk, { ...diskInputs, size: 50.5 }, /^size: 50\.5 is not an integer/],
    [
      "a text for a list",
      type.regionDisk,
      { name: "d", replicaZones: "b" },
      /^replicaZones: "b" is not a list/,
    ],
    ["a number as a label", type.disk, { ...diskInputs, labels: { a: 1 } }, /^labels\.a: 1 is not a string/],
    ["a missing property", type.nodePool, { name: "pool" }, /^cluster: missing required property/],
    [
      "a missing property deep inside",
      type.repository,
      { repositoryId: "r", format: "DOCKER", cleanupPolicies: [{ action: "KEEP", mostRecentVersions: {} }] },
      /^cleanupPolicies\[0\]\.id: missing required property/,
    ],
    [
      "conflicting properties",
      type.router,
      { name: "r", network: "n", nccGateway: "g" },
      /^nccGateway: conflicts with network/,
      /^network: conflicts with nccGateway/,
    ],
    [
      "conflicting properties deep inside",
      type.cluster,
      {
        ...clusterInputs,
        ipAllocationPolicy: { clusterSecondaryRangeName: "pods", clusterIpv4CidrBlock: "/14" },
      },
      /^ipAllocationPolicy\.clusterIpv4CidrBlock: conflicts with ipAllocationPolicy\.clusterSecondaryRangeName/,
      /^ipAllocationPolicy\.clusterSecondaryRangeName: conflicts/,
    ],
  ]);

  for (const [what, token, inputs] of accepted)
    it(`accepts ${what}`, async () => assert.deepEqual(await cloud.failures(token, inputs), []));

  it("names all that is wrong at once", async () => {
    const inputs = { ...diskInputs, sise: 1, size: "a", users: [], labels: 3, name: "A", zone: "b" };
    const failures = await cloud.failures(type.disk, inputs);
    assert.equal(failures.length, 6, failures.join("\n"));
  });

  it("names the types it knows when it does not know one", async () => {
    const error =
      /does not know the resource type gcp:sql\/database:Database; it knows: .*compute\/disk:Disk/;
    await assert.rejects(cloud.check("gcp:sql/database:Database", {}), error);
  });

  it("fills in the defaults of the provider, at every depth that is given", async () => {
    const { inputs } = await cloud.check(type.cluster, clusterInputs);
    assert.equal(inputs.enableShieldedNodes, true);
    const pool = await cloud.check(type.nodePool, {
      ...poolInputs,
      management: {},
      upgradeSettings: { maxSurge: 1 },
    });
    assert.deepEqual(pool.inputs.management, { autoRepair: true, autoUpgrade: true });
    assert.deepEqual(pool.inputs.upgradeSettings, { maxSurge: 1, strategy: "SURGE" });
  });

  it("leaves out a default that conflicts with what is given", async () => {
    const { inputs } = await cloud.check(type.cluster, { name: "main", enableAutopilot: true });
    assert.equal(inputs.enableShieldedNodes, undefined);
  });

  it("protects a cluster from deletion unless the program says otherwise", async () => {
    const { deletionProtection: _, ...silent } = clusterInputs;
    assert.equal((await cloud.check(type.cluster, silent)).inputs.deletionProtection, true);
  });

  it("knows every property that another conflicts with", () => {
    const find = (schema: Schema, path: string[]): PropertySchema | undefined => {
      const [first = "", ...rest] = path;
      return rest.length === 0 ? schema[first] : find(schema[first]?.properties ?? {}, rest);
    };
    const check = (schema: Schema, root: Schema) => {
      for (const property of Object.values(schema)) {
        for (const other of property.conflictsWith ?? [])
          assert.ok(find(root, conflictPath(other).split(".")), other);
        check(property.properties ?? {}, root);
      }
    };
    for (const token of knownTypes) check(schemaOf(token), schemaOf(token));
  });
});
