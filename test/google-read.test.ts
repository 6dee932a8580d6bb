import assert from "node:assert/strict";
import { projectNumber } from "../sandbox/google/generated";
import type { Properties } from "../sandbox/provider/provider";
import { project, region, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, makeEverything, type } from "./support/googleResources";

/** What a program would write: the inputs without what check filled in. */
function written({ __defaults, ...inputs }: Properties): Properties {
  const filled = Array.isArray(__defaults) ? __defaults : [];
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !filled.includes(name)));
}

describe("Google stand-in: what is there stays quiet", () => {
  it("shows no change for an unchanged resource of any type, nor after a refresh", async () => {
    const cloud = new TestCloud();
    for (const made of await makeEverything(cloud)) {
      const again = await cloud.diff(made, written(made.inputs));
      assert.deepEqual(again.changes, {}, `${made.type} differs at once`);
      const refreshed = await cloud.read(made);
      assert.deepEqual(refreshed, made, `${made.type} differs after a refresh`);
    }
  });

  it("imports a resource of any type with inputs that show no change", async () => {
    const cloud = new TestCloud();
    for (const made of await makeEverything(cloud)) {
      const imported = await cloud.import(made.type, made.id);
      assert.ok(imported, `${made.id} is not found`);
      assert.equal(imported.id, made.id);
      const { changes } = await cloud.diff(imported, written(made.inputs));
      assert.deepEqual(changes, {}, `${made.type} differs after an import`);
    }
  });

  it("imports by the shorter forms that the provider takes", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    for (const form of [`${project}/${zone}/index`, `${zone}/index`, "index"])
      assert.equal((await cloud.import(type.disk, form))?.id, disk.id, form);
    const member = { project, role: "roles/logging.logWriter", member: "user:someone@example.com" };
    const grant = await cloud.create(type.projectMember, member);
    const found = await cloud.import(type.projectMember, Object.values(member).join(" "));
    assert.equal(found?.id, grant.id);
  });

  it("does not find what is gone, or another type's resource", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    assert.equal(await cloud.import(type.regionDisk, disk.id), undefined);
    await cloud.delete(disk);
    assert.equal(await cloud.read(disk), undefined);
    await cloud.delete(disk);
  });

  it("has ids in the provider's formats", async () => {
    const cloud = new TestCloud();
    const ids = new Map((await makeEverything(cloud)).map(({ type: token, id }) => [token, id]));
    const cluster = `projects/${project}/locations/${zone}/clusters/main`;
    const account = `loklak-nodes@${project}.iam.gserviceaccount.com`;
    const pool = `locations/global/workloadIdentityPools/github-actions`;
    const jobs = `principalSet://iam.googleapis.com/projects/${projectNumber(project)}/${pool}/attribute.identity/deployer`;
    assert.deepEqual(Object.fromEntries(ids), {
      [type.service]: `${project}/sts.googleapis.com`,
      [type.bucket]: "example-state",
      [type.bucketMember]: `b/example-state/roles/storage.objectViewer/serviceAccount:${account}`,
      [type.pool]: `projects/${project}/${pool}`,
      [type.poolProvider]: `projects/${project}/${pool}/providers/github`,
      [type.customRole]: `projects/${project}/roles/more`,
      [type.accountMember]: `projects/${project}/serviceAccounts/${account}/roles/iam.workloadIdentityUser/${jobs}`,
      [type.network]: `projects/${project}/global/networks/net`,
      [type.subnetwork]: `projects/${project}/regions/${region}/subnetworks/sub`,
      [type.firewall]: `projects/${project}/global/firewalls/closed`,
      [type.router]: `projects/${project}/regions/${region}/routers/router`,
      [type.nat]: `${project}/${region}/router/nat`,
      [type.address]: `projects/${project}/regions/${region}/addresses/public`,
      [type.disk]: `projects/${project}/zones/${zone}/disks/index`,
      [type.regionDisk]: `projects/${project}/regions/${region}/disks/dump`,
      [type.snapshot]: `projects/${project}/global/snapshots/before`,
      [type.policy]: `projects/${project}/regions/${region}/resourcePolicies/daily`,
      [type.attachment]: `${project}/${zone}/index/daily`,
      [type.account]: `projects/${project}/serviceAccounts/${account}`,
      [type.projectMember]: `${project}/roles/logging.logWriter/serviceAccount:${account}`,
      [type.repository]: `projects/${project}/locations/${region}/repositories/loklak`,
      [type.repositoryMember]: `projects/${project}/locations/${region}/repositories/loklak/roles/artifactregistry.reader/serviceAccount:${account}`,
      [type.cluster]: cluster,
      [type.nodePool]: `${cluster}/nodePools/pool`,
      [type.globalAddress]: `projects/${project}/global/addresses/door`,
      [type.sslPolicy]: `projects/${project}/global/sslPolicies/modern`,
      [type.securityPolicy]: `projects/${project}/global/securityPolicies/armor`,
      [type.authorization]: `projects/${project}/locations/global/dnsAuthorizations/door`,
      [type.certificate]: `projects/${project}/locations/global/certificates/door`,
      [type.certificateMap]: `projects/${project}/locations/global/certificateMaps/door`,
      [type.certificateMapEntry]: `projects/${project}/locations/global/certificateMaps/door/certificateMapEntries/door`,
      [type.zone]: `projects/${project}/managedZones/example`,
      [type.recordSet]: `projects/${project}/managedZones/example/rrsets/loklak.example.com./A`,
    });
  });
});
