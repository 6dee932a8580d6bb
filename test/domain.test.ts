import assert from "node:assert/strict";
import { cloudArmorRules } from "../components/cloudArmor";
import { Domain, DomainArgs } from "../components/domain";
import { find, promiseOf, record, type Recorded } from "./support/record";

const args: DomainArgs = {
  name: "loklak.example.org",
  prefix: "loklak-test",
  project: "p",
  labels: { environment: "test" },
  requestsPerSecond: 50,
};
const inZone = { ...args, managedZone: "example-org", adopt: true };
const authorization = {
  name: "_acme-challenge_0123456789abcdef.loklak.example.org.",
  type: "CNAME",
  data: "01234567-89ab.0.us-central1.authorize.certificatemanager.goog.",
};
const recordType = "gcp:dns/recordSet:RecordSet";

describe("Domain", () => {
  let domain: Domain;
  let resources: Recorded[];
  const make = async (given: DomainArgs) => {
    let made!: Domain;
    const registered = await record((opts) => (made = new Domain("domain", given, opts)));
    return { domain: made, resources: registered };
  };
  before(async () => {
    ({ domain, resources } = await make(inZone));
  });

  it("protects its address, and takes over the one that exists when it is told to", async () => {
    const type = "gcp:compute/globalAddress:GlobalAddress";
    const { inputs, options, parents } = find(resources, type, "global-address");
    assert.deepEqual(parents, ["loklak:gcp:Domain", "loklak:gcp:GlobalAddress"]);
    assert.equal(options.protect, true);
    assert.equal(options.import, "projects/p/global/addresses/loklak-test");
    assert.deepEqual([inputs["name"], inputs["addressType"]], ["loklak-test", "EXTERNAL"]);
    assert.equal(await promiseOf(domain.address.ipAddress), "203.0.113.20");
    assert.equal(find((await make(args)).resources, type, "global-address").options.import, undefined);
  });

  it("has a certificate that Google renews while the project's own record is in DNS", async () => {
    const part = (kind: string) => {
      const type = `gcp:certificatemanager/${kind.charAt(0).toLowerCase()}${kind.slice(1)}:${kind}`;
      const found = find(resources, type, "certificate");
      assert.deepEqual(found.parents, ["loklak:gcp:Domain", "loklak:gcp:Certificate"]);
      return found.inputs;
    };
    const { name, ...authorized } = part("DnsAuthorization");
    assert.equal(name, undefined, "a name of ours would collide while one domain takes another's place");
    assert.deepEqual(authorized, { domain: args.name, type: "PER_PROJECT_RECORD", labels: args.labels });
    const managed = { domains: [args.name], dnsAuthorizations: ["certificate-id"] };
    assert.deepEqual(part("Certificate"), { managed, labels: args.labels });
    assert.equal(part("CertificateMap")["name"], "loklak-test");
    assert.deepEqual(part("CertificateMapEntry"), {
      map: "loklak-test",
      hostname: args.name,
      certificates: ["certificate-id"],
      labels: args.labels,
    });
    assert.equal(await promiseOf(domain.certificateMap), "loklak-test");
  });

  it("speaks no TLS that is older than 1.2", () => {
    const { inputs } = find(resources, "gcp:compute/sSLPolicy:SSLPolicy", "domain");
    assert.deepEqual([inputs["minTlsVersion"], inputs["profile"]], ["TLS_1_2", "MODERN"]);
  });

  it("puts its records into the zone that is named, and leaves none to set", async () => {
    const made = resources.filter(({ type }) => type === recordType).map(({ inputs }) => inputs);
    const common = { managedZone: "example-org", ttl: 300 };
    assert.deepEqual(made, [
      { ...common, name: "loklak.example.org.", type: "A", rrdatas: ["203.0.113.20"] },
      { ...common, name: authorization.name, type: "CNAME", rrdatas: [authorization.data] },
    ]);
    assert.deepEqual(await promiseOf(domain.recordsToSet), []);
  });

  it("tells which records to set where no zone is named", async () => {
    const made = await make(args);
    assert.ok(!made.resources.some(({ type }) => type === recordType));
    const address = { name: "loklak.example.org.", type: "A", data: "203.0.113.20" };
    assert.deepEqual(await promiseOf(made.domain.recordsToSet), [address, authorization]);
  });

  describe("at Google's edge", () => {
    const limit = (requestsPerSecond: number) => {
      const { rateLimitOptions } = cloudArmorRules(requestsPerSecond).find(
        ({ action }) => action === "throttle",
      )!;
      const { enforceOnKey, rateLimitThreshold } = rateLimitOptions as {
        enforceOnKey: string;
        rateLimitThreshold: { count: number; intervalSec: number };
      };
      assert.equal(enforceOnKey, "IP");
      return rateLimitThreshold;
    };

    it("lets each client through to more than the door does, so that the door is what refuses", () => {
      for (const requestsPerSecond of [1, 50, 40000]) {
        const { count, intervalSec } = limit(requestsPerSecond);
        assert.ok(count / intervalSec > requestsPerSecond, `${requestsPerSecond}`);
      }
    });

    it("asks Cloud Armor for no limit that it does not have", () => {
      assert.deepEqual(limit(100000), { count: 1_000_000, intervalSec: 10 });
    });

    it("refuses Log4Shell first, and lets everybody through last", () => {
      const rules = cloudArmorRules(50).sort((one, other) => Number(one.priority) - Number(other.priority));
      assert.deepEqual(
        rules.map(({ action }) => action),
        ["deny(403)", "throttle", "allow"],
      );
      assert.equal(rules[2]!.priority, 2147483647);
    });
  });
});
