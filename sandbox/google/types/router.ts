import { computeLink, once, timestamp } from "../generated";
import type { ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { regionRule } from "../rules/places";
import { text, valueAt } from "../values";

export const router: ResourceType = {
  allowed: { "bgp.advertiseMode": ["DEFAULT", "CUSTOM"], "bgp.advertisedGroups[]": ["ALL_SUBNETS"] },
  formats: { name: computeName },
  references: [{ property: "network", to: "gcp:compute/network:Network", holds: true }],
  check: regionRule,
  outputs: ({ id }, previous) => ({
    ...once(previous, "creationTimestamp", timestamp),
    selfLink: computeLink(id),
  }),
};

export const routerNat: ResourceType = {
  allowed: {
    natIpAllocateOption: ["MANUAL_ONLY", "AUTO_ONLY"],
    sourceSubnetworkIpRangesToNat: [
      "ALL_SUBNETWORKS_ALL_IP_RANGES",
      "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES",
      "LIST_OF_SUBNETWORKS",
    ],
    type: ["PUBLIC", "PRIVATE"],
    "endpointTypes[]": ["ENDPOINT_TYPE_VM", "ENDPOINT_TYPE_SWG", "ENDPOINT_TYPE_MANAGED_PROXY_LB"],
    "logConfig.filter": ["ERRORS_ONLY", "TRANSLATIONS_ONLY", "ALL"],
    "subnetworks[].sourceIpRangesToNats[]": [
      "ALL_IP_RANGES",
      "LIST_OF_SECONDARY_IP_RANGES",
      "PRIMARY_IP_RANGE",
    ],
  },
  formats: { name: computeName },
  references: [
    { property: "router", to: "gcp:compute/router:Router", belongs: true },
    { property: "natIps[]", to: "gcp:compute/address:Address", holds: true },
    { property: "subnetworks[].name", to: "gcp:compute/subnetwork:Subnetwork" },
  ],
  check(inputs, report) {
    regionRule(inputs, report);
    const has = (property: string) => valueAt(inputs, property) !== undefined;
    const option = text(inputs, "natIpAllocateOption");
    if (option === "AUTO_ONLY" && has("natIps")) report("natIps", "only allowed with MANUAL_ONLY addresses");
    if (option === "MANUAL_ONLY" && !has("natIps")) report("natIps", "missing: MANUAL_ONLY needs addresses");
    const ranges = text(inputs, "sourceSubnetworkIpRangesToNat");
    if (ranges === "LIST_OF_SUBNETWORKS" && !has("subnetworks"))
      report("subnetworks", "missing: LIST_OF_SUBNETWORKS needs subnetworks");
    if (ranges?.startsWith("ALL_") && has("subnetworks"))
      report("subnetworks", "only allowed with LIST_OF_SUBNETWORKS");
  },
  outputs: () => ({ endpointTypes: ["ENDPOINT_TYPE_VM"], minPortsPerVm: 0, autoNetworkTier: "PREMIUM" }),
};
