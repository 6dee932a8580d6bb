import assert, { rejects } from "node:assert/strict";
import type { Properties } from "../sandbox/provider/provider";
import { itRefuses } from "./support/googleRefusals";
import { itShows } from "./support/googleChanges";
import { plain, region, type Stored, TestCloud, zone } from "./support/googleCloud";
import { makeKey, makeNetwork, type } from "./support/googleResources";

const network: Properties = { network: "net", modes: ["MODE_IPV4"], connectMode: "DIRECT_PEERING" };
const inputs: Properties = {
  name: "content",
  location: zone,
  tier: "BASIC_HDD",
  fileShares: { name: "content", capacityGb: 1024 },
  networks: [network],
};
const large = { fileShares: { name: "content", capacityGb: 2048 } };

async function surroundings(): Promise<TestCloud> {
  const cloud = new TestCloud();
  await makeNetwork(cloud);
  return cloud;
}

const placed = ({ outputs }: Stored) => (outputs.networks as Properties[])[0]!;

describe("Google stand-in: Filestore instances", () => {
  itRefuses([
    [
      "a tier",
      type.filestore,
      { ...inputs, tier: "FAST" },
      /^tier: "FAST" is not allowed; allowed: BASIC_HDD/,
    ],
    [
      "a small instance",
      type.filestore,
      { ...inputs, fileShares: { name: "content", capacityGb: 100 } },
      /^fileShares\.capacityGb: 100 is not allowed; allowed: 1024 to 65433/,
    ],
    [
      "a region for a tier of zones",
      type.filestore,
      { ...inputs, location: region },
      /^location: .* allowed for this tier: a zone/,
    ],
    [
      "a zone for a tier of regions",
      type.filestore,
      { ...inputs, tier: "REGIONAL" },
      /^location: .* allowed for this tier: a region/,
    ],
    [
      "a key for a tier without",
      type.filestore,
      { ...inputs, kmsKeyName: "key" },
      /^kmsKeyName: only allowed/,
    ],
    [
      "deletion protection for a tier without",
      type.filestore,
      { ...inputs, deletionProtectionEnabled: true },
      /^deletionProtectionEnabled: only allowed for the tiers ZONAL and REGIONAL/,
    ],
    [
      "a share's name",
      type.filestore,
      { ...inputs, fileShares: { name: "php-content", capacityGb: 1024 } },
      /^fileShares\.name: "php-content" is not 1 to 16/,
    ],
    [
      "a range that is too large",
      type.filestore,
      { ...inputs, networks: [{ ...network, reservedIpRange: "10.9.0.0/24" }] },
      /^networks\[0\]\.reservedIpRange: "10\.9\.0\.0\/24" is not an IPv4 range with mask \/29/,
    ],
    [
      "a range that is small for its tier",
      type.filestore,
      {
        ...inputs,
        tier: "REGIONAL",
        location: "us-central1",
        networks: [{ ...network, reservedIpRange: "10.9.0.0/29" }],
      },
      /^networks\[0\]\.reservedIpRange: "10\.9\.0\.0\/29" is not an IPv4 range with mask \/26/,
    ],
  ]);
  itShows([
    ["an instance that grows", type.filestore, inputs, large, { "fileShares.capacityGb": "update" }],
    ["an instance's tier", type.filestore, inputs, { tier: "ZONAL" }, { tier: "update-replace" }],
    [
      "an instance's network",
      type.filestore,
      inputs,
      { networks: [{ ...network, network: "second" }] },
      { "networks[0].network": "update-replace" },
    ],
    [
      "an instance that is no longer protected",
      type.filestore,
      { ...inputs, tier: "ZONAL", deletionProtectionEnabled: true },
      { deletionProtectionEnabled: false },
      { deletionProtectionEnabled: "update" },
    ],
    ["an instance's filled range and address", type.filestore, inputs, {}, {}],
  ]);

  it("get an address of their range, which stays", async () => {
    const cloud = await surroundings();
    const given = { ...inputs, networks: [{ ...network, reservedIpRange: "10.9.0.8/29" }] };
    const stored = await cloud.create(type.filestore, given);
    assert.equal(stored.id, `projects/test-project/locations/${zone}/instances/content`);
    assert.deepEqual(placed(stored).ipAddresses, ["10.9.0.10"]);
    const other = await cloud.create(type.filestore, { ...inputs, name: "other" });
    const grown = await cloud.update(other, { ...inputs, ...large, name: "other" });
    assert.deepEqual(placed(grown), placed(other));
    assert.match(plain(placed(other).reservedIpRange), /^10\..*\/29$/);
    const regional = { ...inputs, name: "regional", tier: "REGIONAL", location: "us-central1" };
    assert.match(
      plain(placed(await cloud.create(type.filestore, regional)).reservedIpRange),
      /^10\..*\.(0|64|128|192)\/26$/,
    );
  });

  it("have a range that nothing else has", async () => {
    const cloud = await surroundings();
    for (const range of ["10.0.0.0/29", "10.4.1.0/29"])
      await rejects(
        cloud.create(type.filestore, { ...inputs, networks: [{ ...network, reservedIpRange: range }] }),
        /overlaps with 10\.\d\.0\.0\/\d+, which is in use/,
      );
  });

  it("need their network, and hold it", async () => {
    const cloud = new TestCloud();
    await rejects(cloud.create(type.filestore, inputs), /networks\/net/);
    const { network: net, subnetwork } = await makeNetwork(cloud);
    await cloud.delete(subnetwork);
    await cloud.create(type.filestore, inputs);
    await rejects(cloud.delete(net), /instances\/content/);
  });

  it("shrink where their tier can", async () => {
    const cloud = await surroundings();
    const basic = await cloud.create(type.filestore, { ...inputs, ...large });
    await rejects(cloud.update(basic, inputs), /cannot shrink from 2048 to 1024 GiB/);
    const zonal = { ...inputs, name: "zonal", tier: "ZONAL" };
    const stored = await cloud.create(type.filestore, { ...zonal, ...large });
    assert.ok(await cloud.update(stored, zonal));
  });

  it("are not deleted while they are protected", async () => {
    const cloud = await surroundings();
    const zonal = { ...inputs, tier: "ZONAL" };
    const stored = await cloud.create(type.filestore, { ...zonal, deletionProtectionEnabled: true });
    await rejects(cloud.delete(stored), /protected from deletion/);
    await cloud.delete(await cloud.update(stored, { ...zonal, deletionProtectionEnabled: false }));
    assert.equal(cloud.store.read().resources[stored.id], undefined);
  });

  it("use a key that was granted to Filestore", async () => {
    const cloud = await surroundings();
    const key = await makeKey(cloud);
    const encrypted = { ...inputs, tier: "ZONAL", kmsKeyName: key.id };
    await rejects(cloud.create(type.filestore, encrypted), /cloud-filer/);
  });
});
