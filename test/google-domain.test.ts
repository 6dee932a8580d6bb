import assert, { rejects } from "node:assert/strict";
import { plain, project, TestCloud } from "./support/googleCloud";
import { certificateInputs, entryInputs, makeDomain, recordInputs } from "./support/googleDomain";
import { type } from "./support/googleTypes";

describe("Google stand-in: what a domain needs", () => {
  const made = async () => {
    const cloud = new TestCloud();
    const all = await makeDomain(cloud);
    const get = (token: string) => all.find((each) => each.type === token)!;
    return { cloud, get };
  };

  it("tells which record proves the domain, the same whenever it is asked", async () => {
    const { cloud, get } = await made();
    const [record] = get(type.authorization).outputs.dnsResourceRecords as Record<string, string>[];
    assert.equal(record?.name, "_acme-challenge.loklak.example.com.");
    assert.match(record?.data ?? "", /^[0-9a-f-]{36}\.1\.authorize\.certificatemanager\.goog\.$/);
    const again = { name: "second", domain: "loklak.example.com" };
    const { outputs } = await cloud.create(type.authorization, again);
    assert.deepEqual(outputs.dnsResourceRecords, [record]);
  });

  it("proves a domain with a record of the project's own where that is asked for", async () => {
    const { cloud } = await made();
    const inputs = { name: "own", domain: "loklak.example.com", type: "PER_PROJECT_RECORD" };
    const { outputs } = await cloud.create(type.authorization, inputs);
    const [record] = outputs.dnsResourceRecords as Record<string, string>[];
    assert.match(record?.name ?? "", /^_acme-challenge_[a-z0-9]{16}\.loklak\.example\.com\.$/);
  });

  it("makes certificates of authorized domains alone, and says that none was issued", async () => {
    const { cloud, get } = await made();
    assert.equal((get(type.certificate).outputs.managed as { state?: string }).state, "PROVISIONING");
    const of = (...domains: string[]) => {
      const managed = { ...(certificateInputs.managed as object), domains };
      return cloud.create(type.certificate, { name: "other", managed });
    };
    await rejects(of("www.example.com"), /none of them is of the domain 'www\.example\.com'/);
    await of("loklak.example.com", "*.loklak.example.com");
  });

  it("selects each name once in a map, with a certificate of the map's scope", async () => {
    const { cloud } = await made();
    const second = { ...entryInputs, name: "second" };
    await rejects(
      cloud.create(type.certificateMapEntry, second),
      /hostname: 'loklak\.example\.com' is already selected by .*certificateMapEntries\/door/,
    );
    const scoped = { ...certificateInputs, name: "edge", scope: "EDGE_CACHE" };
    const edgeCertificate = await cloud.create(type.certificate, scoped);
    const edge = { ...second, hostname: "www.example.com", certificates: [edgeCertificate.id] };
    await rejects(
      cloud.create(type.certificateMapEntry, edge),
      /'.*edge' is not a global certificate of the scope DEFAULT/,
    );
  });

  it("keeps a record set in its zone, and nothing beside a CNAME", async () => {
    const { cloud } = await made();
    const record = (change: object) => cloud.create(type.recordSet, { ...recordInputs, ...change });
    await rejects(record({ name: "loklak.example.org." }), /it is not in the zone 'example\.com\.'/);
    await rejects(record({ name: "notexample.com." }), /it is not in the zone/);
    await rejects(
      record({ type: "CNAME", rrdatas: ["www.example.com."] }),
      /either one CNAME .*but not both \(.*rrsets\/loklak\.example\.com\.\/A\)/,
    );
    await rejects(
      record({ name: "example.com.", type: "CNAME", rrdatas: ["www.example.com."] }),
      /but not both \(NS and SOA of the zone\)/,
    );
    await record({ name: "example.com." });
  });

  it("takes over a record set that is there, as the provider does", async () => {
    const { cloud, get } = await made();
    const taken = await cloud.create(type.recordSet, { ...recordInputs, rrdatas: ["198.51.100.9"] });
    assert.equal(taken.id, get(type.recordSet).id);
    assert.deepEqual((await cloud.read(taken))?.outputs.rrdatas, ["198.51.100.9"]);
  });

  it("answers what is known of a zone, and an error without one", async () => {
    const { cloud, get } = await made();
    const ask = (name: string) => cloud.provider.invoke("gcp:dns/getManagedZone:getManagedZone", { name });
    const { managedZoneId, nameServers } = get(type.zone).outputs;
    assert.deepEqual(await ask("example"), {
      id: `projects/${project}/managedZones/example`,
      project,
      name: "example",
      dnsName: "example.com.",
      description: "Managed by Terraform",
      managedZoneId,
      nameServers,
      visibility: "public",
    });
    await rejects(ask("other"), /projects\/test-project\/managedZones\/other not found/);
  });

  it("gives no address twice, be it global or of a region", async () => {
    const { cloud, get } = await made();
    const address = plain(get(type.globalAddress).outputs.address);
    const again = cloud.create(type.address, { name: "again", address });
    await rejects(again, /is already reserved by projects\/test-project\/global\/addresses\/door/);
  });

  it("goes in the order in which one thing uses the other", async () => {
    const { cloud, get } = await made();
    const order: [held: string, user: string][] = [
      [type.zone, type.recordSet],
      [type.certificateMap, type.certificateMapEntry],
      [type.certificate, type.certificateMapEntry],
      [type.authorization, type.certificate],
    ];
    for (const [held] of order) await rejects(cloud.delete(get(held)), /400: .* is already being used by/);
    for (const [held, user] of order) {
      await cloud.delete(get(user));
      if (held !== type.certificate) await cloud.delete(get(held));
    }
  });

  it("stays while a Gateway's load balancer uses it", async () => {
    const { cloud, get } = await made();
    await cloud.delete(get(type.certificateMapEntry));
    for (const token of [type.globalAddress, type.certificateMap, type.sslPolicy, type.securityPolicy]) {
      cloud.clusters.gateways = { [get(token).id]: ["web/door"] };
      await rejects(cloud.delete(get(token)), /is already being used by 'the Gateway web\/door'/);
      cloud.clusters.gateways = {};
      await cloud.delete(get(token));
    }
  });
});
