import type * as gcp from "@pulumi/gcp";

type Rule = gcp.types.input.compute.SecurityPolicyRule;

const everybody = { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } };
const intervalSec = 10;
/** Of a throttle, by Cloud Armor's documentation. */
const highestCount = 1_000_000;

/**
 * What Google's edge lets through. Its limit is twice the door's, which is the one that clients are told of: it keeps away
 * from the pods what the door would only refuse.
 */
export function cloudArmorRules(requestsPerSecond: number): Rule[] {
  return [
    {
      priority: 1000,
      description: "Log4Shell (CVE-2021-44228) and its relatives",
      action: "deny(403)",
      match: { expr: { expression: "evaluatePreconfiguredWaf('cve-canary')" } },
    },
    {
      priority: 2000,
      description: "One client's share",
      action: "throttle",
      match: everybody,
      rateLimitOptions: {
        enforceOnKey: "IP",
        conformAction: "allow",
        exceedAction: "deny(429)",
        rateLimitThreshold: {
          count: Math.min(2 * intervalSec * requestsPerSecond, highestCount),
          intervalSec,
        },
      },
    },
    { priority: 2147483647, description: "Everybody else", action: "allow", match: everybody },
  ];
}
