import type { Properties } from "../../provider/provider";
import { computeLink, digest } from "../generated";
import type { Report, ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { integer, isObject, text, valueAt, valuesAt } from "../values";
import { usedByGateway } from "./gatewayUse";

/** The rule for all that no other rule takes. */
const lastPriority = 2147483647;

/** Seconds over which requests are counted (https://cloud.google.com/armor/docs/rate-limiting-overview). */
const intervals = [10, 30, 60, 120, 180, 240, 270, 300, 600, 900, 1200, 1800, 2700, 3600];

const limiting = ["throttle", "rate_based_ban"];
const keys = ["ALL", "IP", "HTTP_HEADER", "XFF_IP", "HTTP_COOKIE", "HTTP_PATH", "SNI", "REGION_CODE", "TLS_JA3_FINGERPRINT", "TLS_JA4_FINGERPRINT", "USER_IP"]; // prettier-ignore

export const securityPolicy: ResourceType = {
  allowed: {
    type: ["CLOUD_ARMOR", "CLOUD_ARMOR_EDGE", "CLOUD_ARMOR_INTERNAL_SERVICE"],
    "rules[].action": ["allow", "deny(403)", "deny(404)", "deny(502)", "redirect", ...limiting],
    "rules[].match.versionedExpr": ["SRC_IPS_V1"],
    "rules[].rateLimitOptions.conformAction": ["allow"],
    "rules[].rateLimitOptions.exceedAction": ["redirect", "deny(403)", "deny(404)", "deny(429)", "deny(502)"],
    "rules[].rateLimitOptions.enforceOnKey": keys,
    "rules[].rateLimitOptions.enforceOnKeyConfigs[].enforceOnKeyType": keys,
    "rules[].redirectOptions.type": ["EXTERNAL_302", "GOOGLE_RECAPTCHA"],
  },
  formats: { name: computeName },
  check(inputs, report) {
    const rules = valuesAt(inputs, "rules[]").filter(({ value }) => isObject(value));
    const priorities = rules.map(({ value }) => integer(value as Properties, "priority"));
    const twice = priorities.find((each, i) => each !== undefined && priorities.indexOf(each) !== i);
    if (twice !== undefined) report("rules", `several rules have the priority ${twice}`);
    if (rules.length > 0 && !priorities.includes(lastPriority))
      report("rules", `missing: the default rule, with the priority ${lastPriority}`);
    for (const { path, value } of rules) checkRule(path, value as Properties, report);
  },
  usedBy: usedByGateway,
  outputs: ({ id, inputs }) => ({
    selfLink: computeLink(id),
    fingerprint: digest(JSON.stringify(inputs), 12),
    type: "CLOUD_ARMOR",
    rules: [defaultRule],
  }),
};

const defaultRule: Properties = {
  action: "allow",
  description: "default rule",
  preview: false,
  priority: lastPriority,
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
};

function checkRule(path: string, rule: Properties, report: Report): void {
  const has = (property: string) => valueAt(rule, property) !== undefined;
  const action = text(rule, "action");
  if (has("match.versionedExpr") === has("match.expr"))
    report(`${path}.match`, "allowed: exactly one of versionedExpr and expr");
  if (has("match.versionedExpr") !== has("match.config"))
    report(`${path}.match.config`, "allowed with versionedExpr alone, which needs it");
  if (valuesAt(rule, "match.config.srcIpRanges[]").length > 10)
    report(`${path}.match.config.srcIpRanges`, "a rule has at most 10 ranges");
  if (action === undefined) return;
  if (has("rateLimitOptions") !== limiting.includes(action))
    report(`${path}.rateLimitOptions`, `allowed with ${limiting.join(" or ")} alone, which need it`);
  if (has("redirectOptions") !== (action === "redirect"))
    report(`${path}.redirectOptions`, "allowed with redirect alone, which needs it");
  if (has("rateLimitOptions.banDurationSec") && action !== "rate_based_ban")
    report(`${path}.rateLimitOptions.banDurationSec`, "only allowed with rate_based_ban");
  for (const threshold of ["rateLimitThreshold", "banThreshold"]) {
    const interval = `rateLimitOptions.${threshold}.intervalSec`;
    const seconds = integer(rule, interval);
    if (seconds !== undefined && !intervals.includes(seconds))
      report(`${path}.${interval}`, `${seconds} is not allowed; allowed: ${intervals.join(", ")}`);
  }
}
