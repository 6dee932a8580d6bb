import { computeLink, once, timestamp } from "../generated";
import type { ResourceType } from "../resourceType";
import { parseRange } from "../rules/cidr";
import { computeName } from "../rules/formats";
import { integer, text, valueAt, valuesAt } from "../values";

export const firewall: ResourceType = {
  allowed: {
    direction: ["INGRESS", "EGRESS"],
    "logConfig.metadata": ["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA"],
  },
  formats: { name: computeName },
  references: [{ property: "network", to: "gcp:compute/network:Network", holds: true }],
  check(inputs, report) {
    const has = (property: string) => valueAt(inputs, property) !== undefined;
    if (has("allows") === has("denies"))
      report("allows", "either allows or denies must be given, and not both");
    const egress = text(inputs, "direction") === "EGRESS";
    const wrong = egress ? "sourceRanges" : "destinationRanges";
    if (egress && has(wrong)) report(wrong, "only allowed with the direction INGRESS");
    if (!egress && !["sourceRanges", "sourceTags", "sourceServiceAccounts"].some(has))
      report("sourceRanges", "missing: a rule of the direction INGRESS needs a source");
    for (const { path, value } of valuesAt(inputs, "sourceRanges[]"))
      if (typeof value === "string" && !value.includes(":") && !parseRange(value))
        report(path, `${JSON.stringify(value)} is not an IPv4 range`);
    const priority = integer(inputs, "priority") ?? 0;
    if (priority < 0 || priority > 65535) report("priority", `${priority} is not from 0 to 65535`);
  },
  outputs: ({ id, inputs }, previous) => ({
    ...once(previous, "creationTimestamp", timestamp),
    selfLink: computeLink(id),
    direction: "INGRESS",
    enableLogging: valueAt(inputs, "logConfig") !== undefined,
  }),
};
