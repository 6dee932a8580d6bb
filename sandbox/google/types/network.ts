import { type Properties, UNKNOWN } from "../../provider/provider";
import { invalid } from "../errors";
import { computeLink, digest, numericId, once, timestamp } from "../generated";
import { resolve } from "../ids";
import type { Report, Resource, ResourceType } from "../resourceType";
import { contains, overlap, parseRange, toAddress } from "../rules/cidr";
import { computeName } from "../rules/formats";
import { regionRule } from "../rules/places";
import type { State, StoredResource } from "../store";
import { text, valuesAt } from "../values";

const networkType = "gcp:compute/network:Network";
const subnetworkType = "gcp:compute/subnetwork:Subnetwork";

export const network: ResourceType = {
  allowed: {
    routingMode: ["REGIONAL", "GLOBAL"],
    networkFirewallPolicyEnforcementOrder: ["BEFORE_CLASSIC_FIREWALL", "AFTER_CLASSIC_FIREWALL"],
    bgpBestPathSelectionMode: ["LEGACY", "STANDARD"],
  },
  formats: { name: computeName },
  outputs: ({ id }, previous) => {
    const networkId = previous?.networkId ?? numericId();
    return {
      networkId,
      numericId: networkId,
      selfLink: computeLink(id),
      mtu: 1460,
      routingMode: "REGIONAL",
      bgpBestPathSelectionMode: "LEGACY",
    };
  },
};

export const subnetwork: ResourceType = {
  allowed: {
    purpose: [
      "PRIVATE",
      "REGIONAL_MANAGED_PROXY",
      "GLOBAL_MANAGED_PROXY",
      "PRIVATE_SERVICE_CONNECT",
      "PEER_MIGRATION",
      "PRIVATE_NAT",
    ],
    stackType: ["IPV4_ONLY", "IPV4_IPV6", "IPV6_ONLY"],
    privateIpv6GoogleAccess: [
      "DISABLE_GOOGLE_ACCESS",
      "ENABLE_OUTBOUND_VM_ACCESS_TO_GOOGLE",
      "ENABLE_BIDIRECTIONAL_ACCESS_TO_GOOGLE",
    ],
    "logConfig.aggregationInterval": [
      "INTERVAL_5_SEC",
      "INTERVAL_30_SEC",
      "INTERVAL_1_MIN",
      "INTERVAL_5_MIN",
      "INTERVAL_10_MIN",
      "INTERVAL_15_MIN",
    ],
    "logConfig.metadata": ["EXCLUDE_ALL_METADATA", "INCLUDE_ALL_METADATA", "CUSTOM_METADATA"],
  },
  formats: { name: computeName, "secondaryIpRanges[].rangeName": computeName },
  references: [{ property: "network", to: networkType, holds: true }],
  check(inputs, report) {
    regionRule(inputs, report);
    checkRanges(inputs, report);
  },
  // The provider replaces a subnetwork whose range does not grow (IsShrinkageIpCidr in its source).
  replacedBy: {
    ipCidrRange: (old, now) => {
      const [before, after] = [old, now].map((range) => parseRange(typeof range === "string" ? range : ""));
      return !before || !after || !contains(after, before);
    },
  },
  refuse: refuseOverlap,
  outputs: ({ id, inputs }, previous) => ({
    ...once(previous, "creationTimestamp", timestamp),
    ...once(previous, "subnetworkId", () => Number(numericId(15))),
    fingerprint: `${digest(JSON.stringify(inputs), 11)}=`,
    gatewayAddress: gateway(text(inputs, "ipCidrRange")),
    selfLink: computeLink(id),
    purpose: "PRIVATE",
    privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
    stackType: "IPV4_ONLY",
  }),
};

function rangesOf(properties: Properties) {
  const all = [
    ...valuesAt(properties, "ipCidrRange"),
    ...valuesAt(properties, "secondaryIpRanges[].ipCidrRange"),
  ];
  return all.flatMap(({ path, value }) => (typeof value === "string" ? [{ path, value }] : []));
}

function checkRanges(inputs: Properties, report: Report): void {
  const ranges = rangesOf(inputs).filter(({ value }) => value !== UNKNOWN);
  for (const [index, { path, value }] of ranges.entries()) {
    const range = parseRange(value);
    if (range === undefined)
      report(
        path,
        `${JSON.stringify(value)} is not an IPv4 range such as 10.0.0.0/20 (its address must be the range's first)`,
      );
    else if (range.bits < 4 || range.bits > 29)
      report(path, `${value} is not allowed; allowed: masks from /4 to /29`);
    for (const other of ranges.slice(0, index)) {
      const before = parseRange(other.value);
      if (range && before && overlap(range, before))
        report(path, `${value} overlaps ${other.path}, ${other.value}`);
    }
  }
}

function refuseOverlap({ id, inputs, place }: Resource, state: State): void {
  const network = resolve(networkType, text(inputs, "network") ?? "", place);
  const others = Object.entries(state.resources).filter(
    ([otherId, other]) => otherId !== id && other.type === subnetworkType && networkOf(other) === network,
  );
  for (const [otherId, other] of others)
    for (const theirs of rangesOf(other.outputs))
      for (const ours of rangesOf(inputs)) {
        const [a, b] = [parseRange(ours.value), parseRange(theirs.value)];
        if (a && b && overlap(a, b))
          throw invalid(`Invalid IPCidrRange: ${ours.value} conflicts with existing subnetwork '${otherId}'`);
      }
}

function networkOf({ outputs }: StoredResource): string {
  return resolve(networkType, text(outputs, "network") ?? "", { project: text(outputs, "project") });
}

function gateway(range: string | undefined): string {
  const parsed = parseRange(range ?? "");
  return parsed ? toAddress(parsed.first + 1) : "";
}
