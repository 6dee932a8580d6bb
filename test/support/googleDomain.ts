import type { Properties } from "../../sandbox/provider/provider";
import { plain, project, type Stored, type TestCloud } from "./googleCloud";
import { type } from "./googleTypes";

const global = `projects/${project}/locations/global`;
const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };

const defaultRule: Properties = { action: "allow", priority: 2147483647, match: everybody };

/** At most 100 requests a minute from an address. */
export const limitRule: Properties = {
  action: "throttle",
  priority: 1000,
  match: everybody,
  rateLimitOptions: {
    conformAction: "allow",
    exceedAction: "deny(429)",
    enforceOnKey: "IP",
    rateLimitThreshold: { count: 100, intervalSec: 60 },
  },
};

/** The same with other numbers or answers. */
export const limitWith = (options: Properties): Properties => ({
  ...limitRule,
  rateLimitOptions: { ...(limitRule.rateLimitOptions as Properties), ...options },
});

/** A security policy of these rules, before the one that lets everybody in. */
export const securityWith = (...rules: Properties[]): Properties => ({
  name: "armor",
  rules: [...rules, defaultRule],
});

export const securityInputs = securityWith(limitRule);

export const certificateInputs: Properties = {
  name: "door",
  managed: { domains: ["loklak.example.com"], dnsAuthorizations: [`${global}/dnsAuthorizations/door`] },
};

export const entryInputs: Properties = {
  name: "door",
  map: "door",
  hostname: "loklak.example.com",
  certificates: [`${global}/certificates/door`],
};

export const zoneInputs: Properties = { name: "example", dnsName: "example.com." };

export const recordInputs: Properties = {
  managedZone: "example",
  name: "loklak.example.com.",
  type: "A",
  ttl: 300,
  rrdatas: ["198.51.100.7"],
};

/** What puts TLS for loklak.example.com in front of a stack. */
export async function makeDomain(cloud: TestCloud): Promise<Stored[]> {
  const authorization = { name: "door", domain: "loklak.example.com" };
  const made = [
    await cloud.create(type.globalAddress, { name: "door" }),
    await cloud.create(type.sslPolicy, { name: "modern", profile: "MODERN", minTlsVersion: "TLS_1_2" }),
    await cloud.create(type.securityPolicy, securityInputs),
    await cloud.create(type.authorization, authorization),
    await cloud.create(type.certificate, certificateInputs),
    await cloud.create(type.certificateMap, { name: "door" }),
    await cloud.create(type.certificateMapEntry, entryInputs),
    await cloud.create(type.zone, zoneInputs),
  ];
  const rrdatas = [plain(made[0]?.outputs.address)];
  return [...made, await cloud.create(type.recordSet, { ...recordInputs, rrdatas })];
}
