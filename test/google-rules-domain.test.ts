import {
  entryInputs,
  limitRule,
  limitWith,
  recordInputs,
  securityWith,
  zoneInputs,
} from "./support/googleDomain";
import { itRefuses } from "./support/googleRefusals";
import { type } from "./support/googleTypes";

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
      securityWith(limitRule, limitRule),
      /^rules: several rules have the priority 1000/,
    ],
    [
      "a limit without numbers",
      type.securityPolicy,
      securityWith({ action: "throttle", priority: 1, match: limitRule.match }),
      /^rules\[0\]\.rateLimitOptions: allowed with throttle or rate_based_ban alone, which need it/,
    ],
    [
      "a limit over 45 seconds",
      type.securityPolicy,
      securityWith(limitWith({ rateLimitThreshold: { count: 100, intervalSec: 45 } })),
      /^rules\[0\]\.rateLimitOptions\.rateLimitThreshold\.intervalSec: 45 is not allowed; allowed: 10, 30, 60/,
    ],
    [
      "an answer that Cloud Armor does not give",
      type.securityPolicy,
      securityWith(limitWith({ exceedAction: "deny(500)" })),
      /^rules\[0\]\.rateLimitOptions\.exceedAction: "deny\(500\)" is not allowed; allowed: redirect, /,
    ],
    [
      "a rule with more than ten ranges",
      type.securityPolicy,
      securityWith({
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
