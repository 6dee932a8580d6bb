import assert, { rejects } from "node:assert/strict";
import type { Properties } from "../sandbox/provider/provider";
import { itShows } from "./support/googleChanges";
import { plain, project, TestCloud } from "./support/googleCloud";
import * as domain from "./support/googleDomain";
import { itRefuses } from "./support/googleRefusals";
import { type } from "./support/googleTypes";

const { certificateInputs, defaultRule, entryInputs, limitRule, recordInputs, securityInputs, zoneInputs } =
  domain;
const rules = (...changed: Properties[]): Properties => ({
  ...securityInputs,
  rules: [...changed, defaultRule],
});
const limit = (options: Properties): Properties => ({
  ...limitRule,
  rateLimitOptions: { ...(limitRule.rateLimitOptions as Properties), ...options },
});

describe("Google stand-in: rules of what a domain needs", () => {
  itRefuses([
    [
      "an internal global address",
      type.globalAddress,
      { name: "a", addressType: "INTERNAL", purpose: "VPC_PEERING" },
      /^addressType: the stand-in only has global addresses of type EXTERNAL/,
      /^purpose: only allowed for an address of type INTERNAL/,
    ],
    [
      "TLS 1.3 alone with an old profile",
      type.sslPolicy,
      { name: "a", minTlsVersion: "TLS_1_3", profile: "MODERN" },
      /^profile: "MODERN" is not allowed; allowed with TLS_1_3: RESTRICTED/,
    ],
    [
      "a cipher without CUSTOM",
      type.sslPolicy,
      { name: "a", customFeatures: ["TLS_RSA_WITH_AES_128_CBC_SHA"] },
      /^customFeatures: allowed with the profile CUSTOM alone/,
    ],
    [
      "rules without a last one",
      type.securityPolicy,
      { name: "a", rules: [limitRule] },
      /^rules: missing: the default rule, with the priority 2147483647/,
    ],
    [
      "two rules of one priority",
      type.securityPolicy,
      rules(limitRule, limitRule),
      /^rules: several rules have the priority 1000/,
    ],
    [
      "a limit without numbers",
      type.securityPolicy,
      rules({ action: "throttle", priority: 1, match: limitRule.match }),
      /^rules\[0\]\.rateLimitOptions: allowed with throttle or rate_based_ban alone, which need it/,
    ],
    [
      "a limit over 45 seconds",
      type.securityPolicy,
      rules(limit({ rateLimitThreshold: { count: 100, intervalSec: 45 } })),
      /^rules\[0\]\.rateLimitOptions\.rateLimitThreshold\.intervalSec: 45 is not allowed; allowed: 10, 30, 60/,
    ],
    [
      "an answer that Cloud Armor does not give",
      type.securityPolicy,
      rules(limit({ exceedAction: "deny(500)" })),
      /^rules\[0\]\.rateLimitOptions\.exceedAction: "deny\(500\)" is not allowed; allowed: redirect, /,
    ],
    [
      "a rule with more than ten ranges",
      type.securityPolicy,
      rules({
        action: "allow",
        priority: 1,
        match: {
          versionedExpr: "SRC_IPS_V1",
          config: { srcIpRanges: Array.from({ length: 11 }, (_, i) => `192.0.2.${i}/32`) },
        },
      }),
      /^rules\[0\]\.match\.config\.srcIpRanges: a rule has at most 10 ranges/,
    ],
    [
      "a wildcard to be authorized",
      type.authorization,
      { name: "a", domain: "*.example.com" },
      /^domain: "\*\.example\.com" is not a domain such as www\.example\.com/,
    ],
    [
      "a certificate of one's own",
      type.certificate,
      { name: "a", selfManaged: { pemCertificate: "", pemPrivateKey: "" } },
      /^selfManaged: the stand-in only has certificates that Google manages/,
    ],
    [
      "a certificate by its name alone",
      type.certificateMapEntry,
      { ...entryInputs, certificates: ["door"] },
      /^certificates\[0\]: "door" is not an id such as projects\/<project>\/locations\/global\/certificates/,
    ],
    [
      "an entry for a name and for all",
      type.certificateMapEntry,
      { ...entryInputs, matcher: "PRIMARY" },
      /^hostname: allowed: exactly one of hostname and matcher/,
    ],
    [
      "a zone without its last dot",
      type.zone,
      { ...zoneInputs, dnsName: "example.com" },
      /^dnsName: "example\.com" is not a DNS name in lowercase with a dot at its end/,
    ],
    [
      "a private zone",
      type.zone,
      { ...zoneInputs, visibility: "private" },
      /^visibility: the stand-in only has public zones/,
    ],
    [
      "a record without its last dot",
      type.recordSet,
      { ...recordInputs, name: "loklak.example.com" },
      /^name: "loklak\.example\.com" is not a DNS name/,
    ],
    [
      "a name as an address",
      type.recordSet,
      { ...recordInputs, rrdatas: ["www.example.com."] },
      /^rrdatas\[0\]: "www\.example\.com\." is nothing that a record of type A holds/,
    ],
  ]);
});

describe("Google stand-in: changes of what a domain needs", () => {
  const stricter = rules(limit({ rateLimitThreshold: { count: 50, intervalSec: 60 } }));
  itShows([
    ["a global address's name", type.globalAddress, { name: "a" }, { name: "b" }, { name: "update-replace" }],
    [
      "an SSL policy's oldest version",
      type.sslPolicy,
      { name: "a", minTlsVersion: "TLS_1_2" },
      { minTlsVersion: "TLS_1_1" },
      { minTlsVersion: "update" },
    ],
    [
      "a limit",
      type.securityPolicy,
      securityInputs,
      stricter,
      { "rules[0].rateLimitOptions.rateLimitThreshold.count": "update" },
    ],
    [
      "an authorization's domain",
      type.authorization,
      { name: "a", domain: "a.example.com" },
      { domain: "b.example.com" },
      { domain: "update-replace" },
    ],
    [
      "a certificate's domains",
      type.certificate,
      { name: "a", managed: { domains: ["a.example.com"] } },
      { managed: { domains: ["b.example.com"] } },
      { "managed.domains[0]": "update-replace" },
    ],
    ["a zone's name", type.zone, zoneInputs, { dnsName: "example.org." }, { dnsName: "update-replace" }],
  ]);

  it("a record's address and time: in place", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.zone, zoneInputs);
    const record = await cloud.create(type.recordSet, recordInputs);
    const news = { ...recordInputs, ttl: 60, rrdatas: ["198.51.100.8"] };
    const { changes } = await cloud.diff(record, news);
    assert.deepEqual(changes, { ttl: "update", "rrdatas[0]": "update" });
    assert.deepEqual((await cloud.update(record, news)).outputs.rrdatas, ["198.51.100.8"]);
  });
});

describe("Google stand-in: what a domain needs", () => {
  const made = async () => {
    const cloud = new TestCloud();
    const all = await domain.makeDomain(cloud);
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
