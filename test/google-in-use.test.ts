import assert, { rejects } from "node:assert/strict";
import { plain, project, region, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, makeEverything, makeNetwork, type } from "./support/googleResources";

describe("Google stand-in: what is in use", () => {
  /** Each is held by something in makeEverything, until that is deleted. */
  const held: [what: string, type: string, holders: string[]][] = [
    [
      "a network by its subnetwork, router and firewall",
      type.network,
      [type.subnetwork, type.router, type.firewall],
    ],
    ["a subnetwork by its cluster", type.subnetwork, [type.cluster]],
    ["a schedule by its disk", type.policy, [type.attachment]],
  ];
  for (const [what, token, holders] of held)
    it(what, async () => {
      const cloud = new TestCloud();
      const everything = await makeEverything(cloud);
      const of = (wanted: string) => everything.filter((each) => each.type === wanted);
      for (const each of of(token))
        await rejects(
          cloud.delete(each),
          /400: The \w+ '.*' is already being used by '.*', resourceInUseByAnotherResource/,
        );
      if (holders.includes(type.subnetwork))
        for (const cluster of of(type.cluster)) await cloud.delete(cluster);
      for (const holder of holders.flatMap(of)) await cloud.delete(holder);
      for (const each of of(token)) await cloud.delete(each);
      for (const each of of(token)) assert.equal(await cloud.read(each), undefined);
    });

  it("a disk by a node, a regional one too", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    const dump = await cloud.create(type.regionDisk, {
      name: "dump",
      region,
      replicaZones: [zone, `${region}-c`],
    });
    for (const each of [disk, dump]) {
      cloud.clusters.attached = [{ volumeHandle: each.id, node: "gke-node", cluster: "main" }];
      await rejects(cloud.delete(each), /400: The \w+ '.*' is already being used by 'gke-node of main'/);
      cloud.clusters.attached = [];
      await cloud.delete(each);
    }
  });

  it("an address by a service or a NAT", async () => {
    const cloud = new TestCloud();
    await makeNetwork(cloud);
    const address = await cloud.create(type.address, { name: "public" });
    cloud.clusters.services = { [plain(address.outputs.address)]: ["web/loklak"] };
    await rejects(cloud.delete(address), /is already being used by 'the service web\/loklak'/);
    cloud.clusters.services = {};
    await cloud.create(type.router, { name: "router", network: "net", region });
    const nat = await cloud.create(type.nat, {
      name: "nat",
      router: "router",
      region,
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [plain(address.outputs.selfLink)],
      sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    });
    await rejects(
      cloud.delete(address),
      /is already being used by 'test-project\/europe-west1\/router\/nat'/,
    );
    await cloud.delete(nat);
    await cloud.delete(address);
  });

  it("goes with what it belongs to", async () => {
    const cloud = new TestCloud();
    const everything = await makeEverything(cloud);
    const of = (wanted: string) => everything.filter((each) => each.type === wanted);
    for (const [owner, owned] of [
      [type.router, type.nat],
      [type.disk, type.attachment],
      [type.cluster, type.nodePool],
    ] as const) {
      // prettier-ignore
      for (const each of of(owner)) await cloud.delete(each);
      for (const each of of(owned)) assert.equal(await cloud.read(each), undefined, owned);
    }
  });

  it("is left alone with the deletion policy ABANDON, and never deleted with PREVENT", async () => {
    const cloud = new TestCloud();
    const kept = await cloud.create(type.disk, { ...diskInputs, deletionPolicy: "PREVENT" });
    await rejects(cloud.delete(kept), /Cannot destroy Disk because deletion_policy is set to "PREVENT"/);
    const left = await cloud.update(kept, { ...diskInputs, deletionPolicy: "ABANDON" });
    await cloud.delete(left);
    assert.ok(await cloud.read(left));
    assert.equal(left.id, `projects/${project}/zones/${zone}/disks/index`);
  });
});
