import assert, { rejects } from "node:assert/strict";

import type { Properties } from "../sandbox/provider/provider";
import { project, region, TestCloud, zone } from "./support/googleCloud";
import {
  clusterInputs,
  diskInputs,
  makeEverything,
  makeKey,
  makeNetwork,
  policyInputs,
  poolInputs,
  subnetworkInputs,
  type,
} from "./support/googleResources";

/** What the provider creates again without an error. */
const shared = [
  type.accountMember,
  type.bucketMember,
  type.keyMember,
  type.projectMember,
  type.recordSet,
  type.repositoryMember,
  type.service,
];

describe("Google stand-in: what exists", () => {
  it("answers 409 to a second resource of the same id, but grants, turns on and writes records again", async () => {
    const cloud = new TestCloud();
    for (const { type: token, inputs, id } of await makeEverything(cloud)) {
      const again = cloud.provider.create(inputs, cloud.context(token));
      if (shared.includes(token)) assert.equal((await again).id, id);
      else
        await rejects(
          again,
          /^Error: googleapi: Error 409: The \w+ '.*' already exists, alreadyExists$/,
          token,
        );
    }
  });

  it("answers 404 to an update of what is gone", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    await cloud.delete(disk);
    await rejects(
      cloud.update(disk, { ...diskInputs, size: 60 }),
      /Error 404: The Disk '.*' was not found, notFound/,
    );
  });

  it("refuses to rename what it would change in place", async () => {
    const cloud = new TestCloud();
    const policy = await cloud.create(type.policy, policyInputs);
    await rejects(cloud.update(policy, { ...policyInputs, name: "other" }), /cannot be renamed/);
  });

  it("keeps a value that Google could have filled in after the program no longer sets it", async () => {
    const cloud = new TestCloud();
    const network = await cloud.create(type.network, { name: "net", mtu: 1500 });
    assert.deepEqual((await cloud.diff(network, { name: "net" })).changes, {});
    const updated = await cloud.update(network, { name: "net", routingMode: "GLOBAL" });
    assert.equal(updated.outputs.mtu, 1500);
    assert.equal((await cloud.create(type.network, { name: "other" })).outputs.mtu, 1460);
  });

  it("shares one cloud among all connections", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    const found = await cloud.connect().read(disk.id, {}, {}, cloud.context(type.disk));
    assert.equal(found?.id, disk.id);
  });
});

/** Each names something that does not exist. */
const dangling: [what: string, type: string, inputs: Properties, error: RegExp][] = [
  [
    "a network",
    type.subnetwork,
    { ...subnetworkInputs, name: "sub2", network: "nowhere" },
    /404: The Network 'projects\/test-project\/global\/networks\/nowhere' was not found/,
  ],
  [
    "a subnetwork",
    type.cluster,
    { ...clusterInputs, subnetwork: "nowhere" },
    /404: The Subnetwork '.*nowhere'/,
  ],
  [
    "a secondary range",
    type.cluster,
    { ...clusterInputs, ipAllocationPolicy: { clusterSecondaryRangeName: "nowhere" } },
    /400: Secondary range "nowhere" does not exist in network net/,
  ],
  [
    "a cluster",
    type.nodePool,
    poolInputs,
    /404: The Cluster 'projects\/test-project\/locations\/europe-west1-b\/clusters\/main'/,
  ],
  ["a snapshot", type.disk, { ...diskInputs, snapshot: "nowhere" }, /404: The Snapshot /],
  ["a disk", type.snapshot, { name: "s", sourceDisk: "nowhere", zone }, /404: The Disk /],
  ["a disk for a schedule", type.attachment, { name: "daily", disk: "nowhere", zone }, /404: The Disk /],
  [
    "a key",
    type.disk,
    {
      ...diskInputs,
      diskEncryptionKey: { kmsKeySelfLink: `projects/p/locations/${region}/keyRings/r/cryptoKeys/k` },
    },
    /404: The CryptoKey /,
  ],
  [
    "a key ring",
    type.key,
    { name: "k", keyRing: `projects/${project}/locations/${region}/keyRings/nowhere` },
    /404: The KeyRing /,
  ],
  [
    "a router",
    type.nat,
    { name: "n", router: "nowhere", region, sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES" },
    /404: The Router /,
  ],
  [
    "a service account",
    type.projectMember,
    { project, role: "roles/viewer", member: `serviceAccount:nobody@${project}.iam.gserviceaccount.com` },
    /400: Service account nobody@test-project.iam.gserviceaccount.com does not exist/,
  ],
  [
    "a repository",
    type.repositoryMember,
    { repository: "nowhere", location: region, role: "roles/viewer", member: "allUsers" },
    /404: The Repository /,
  ],
];

describe("Google stand-in: what must exist", () => {
  for (const [what, token, inputs, error] of dangling)
    it(`${what} that is not there`, async () => {
      const cloud = new TestCloud();
      await makeNetwork(cloud);
      await cloud.create(type.policy, policyInputs);
      await rejects(cloud.create(token, inputs), error);
    });

  it("ranges of one network do not overlap, those of two may", async () => {
    const cloud = new TestCloud();
    await makeNetwork(cloud);
    const second = { name: "second", network: "net", ipCidrRange: "10.5.0.0/20" };
    await rejects(
      cloud.create(type.subnetwork, second),
      /400: Invalid IPCidrRange: 10\.5\.0\.0\/20 conflicts/,
    );
    await cloud.create(type.network, { name: "other" });
    await cloud.create(type.subnetwork, { ...second, network: "other" });
  });

  it("a key is usable by a service only after it was granted, while it has a version, and in its location", async () => {
    const cloud = new TestCloud();
    const key = await makeKey(cloud);
    const encrypted = { ...diskInputs, diskEncryptionKey: { kmsKeySelfLink: key.id } };
    await rejects(
      cloud.create(type.disk, encrypted),
      /400: Cloud KMS error when using key .*useToEncrypt' denied to service-\d{12}@compute-system/,
    );
    const granted = new TestCloud();
    await makeKey(granted, "compute-system");
    const made = await granted.create(type.disk, encrypted);
    const elsewhere = { ...encrypted, name: "elsewhere", zone: "europe-west4-a" };
    await rejects(
      granted.create(type.disk, elsewhere),
      /is in europe-west1 and cannot encrypt a resource in europe-west4/,
    );
    await granted.delete(key);
    await rejects(
      granted.create(type.disk, { ...encrypted, name: "late" }),
      /no primary version that is enabled, its state is DESTROYED/,
    );
    await granted.update(made, { ...encrypted, size: 60 });
  });

  it("GKE_METADATA needs a cluster with a workload pool", async () => {
    const cloud = new TestCloud();
    await makeNetwork(cloud);
    const { workloadIdentityConfig: _, ...without } = clusterInputs;
    await cloud.create(type.cluster, without);
    const pool = { ...poolInputs, nodeConfig: { workloadMetadataConfig: { mode: "GKE_METADATA" } } };
    await rejects(cloud.create(type.nodePool, pool), /400: GKE_METADATA needs a cluster with/);
  });
});

describe("Google stand-in: keys", () => {
  it("are never deleted: their versions are destroyed and the names stay taken", async () => {
    const cloud = new TestCloud();
    const key = await makeKey(cloud);
    const ring = await cloud.import(type.keyRing, `projects/${project}/locations/${region}/keyRings/ring`);
    assert.ok(ring);
    await cloud.delete(key);
    await cloud.delete(ring);
    assert.match(cloud.messages.join("\n"), /^Google Cloud stand-in: Google never deletes a key: /);
    const again = cloud.create(type.key, { name: "disks", keyRing: ring.id });
    await rejects(again, /409: The CryptoKey '.*' already exists/);
    await rejects(cloud.create(type.keyRing, { name: "ring", location: region }), /409: The KeyRing /);
    const [primary] = (await cloud.import(type.key, key.id))?.outputs.primaries as Properties[];
    assert.equal(primary?.state, "DESTROYED");
  });
});

describe("Google stand-in: addresses", () => {
  it("are reserved for documentation, each given once", async () => {
    const cloud = new TestCloud();
    const given = new Set<unknown>();
    for (let i = 0; i < 20; i++)
      given.add((await cloud.create(type.address, { name: `a${i}` })).outputs.address);
    assert.equal(given.size, 20);
    for (const each of given) assert.match(String(each), /^(203\.0\.113|198\.51\.100)\.\d+$/);
    const [taken] = given;
    await rejects(cloud.create(type.address, { name: "b", address: taken as string }), /already reserved by/);
  });

  it("stay through an update", async () => {
    const cloud = new TestCloud();
    const address = await cloud.create(type.address, { name: "public" });
    const updated = await cloud.update(address, { name: "public", labels: { a: "1" } });
    assert.equal(updated.outputs.address, address.outputs.address);
    assert.notEqual(updated.outputs.labelFingerprint, address.outputs.labelFingerprint);
  });

  it("run out with a clear error", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.network, { name: "net" });
    await cloud.create(type.subnetwork, { name: "sub", network: "net", ipCidrRange: "10.0.0.0/29" });
    const make = (name: string) =>
      cloud.create(type.address, { name, addressType: "INTERNAL", subnetwork: "sub" });
    for (let i = 0; i < 6; i++) await make(`a${i}`);
    await rejects(make("late"), /400: No address is left in 10\.0\.0\.0\/29/);
  });
});
