import { randomInt } from "node:crypto";
import { isIPv4 } from "node:net";
import type { Properties } from "../../provider/provider";
import { invalid } from "../errors";
import { computeLink, numericId, once, timestamp } from "../generated";
import type { Resource, ResourceType } from "../resourceType";
import { parseRange, toAddress, toNumber } from "../rules/cidr";
import { computeName } from "../rules/formats";
import { regionRule } from "../rules/places";
import { resolve } from "../ids";
import type { State } from "../store";
import { text } from "../values";

const addressTypes = ["gcp:compute/address:Address", "gcp:compute/globalAddress:GlobalAddress"];
const subnetworkType = "gcp:compute/subnetwork:Subnetwork";

/**
 * A range that nobody has on the Internet (RFC 5737). Of the three kept for examples only this one: with real pods the
 * machine no longer reaches a neighbour of its own that has the address. A made-up internal address comes from Google's
 * default network.
 */
export const external = ["198.51.100.0/24"];
const internal = ["10.128.0.0/20"];

export const address: ResourceType = {
  allowed: {
    addressType: ["EXTERNAL", "INTERNAL"],
    networkTier: ["PREMIUM", "STANDARD", "FIXED_STANDARD"],
    ipVersion: ["IPV4", "IPV6"],
    purpose: [
      "GCE_ENDPOINT",
      "SHARED_LOADBALANCER_VIP",
      "VPC_PEERING",
      "IPSEC_INTERCONNECT",
      "PRIVATE_SERVICE_CONNECT",
    ],
  },
  formats: { name: computeName },
  references: [
    { property: "network", to: "gcp:compute/network:Network", holds: true },
    { property: "subnetwork", to: subnetworkType, holds: true },
  ],
  check(inputs, report) {
    regionRule(inputs, report);
    const given = text(inputs, "address");
    if (given !== undefined && !isIPv4(given))
      report("address", `${JSON.stringify(given)} is not an IPv4 address, the only kind the stand-in has`);
    if (text(inputs, "ipVersion") === "IPV6") report("ipVersion", "the stand-in only has IPV4");
    for (const property of ["purpose", "subnetwork", "network"])
      if (isExternal(inputs) && inputs[property] !== undefined)
        report(property, "only allowed for an address of type INTERNAL");
    if (!isExternal(inputs) && inputs.networkTier !== undefined)
      report("networkTier", "only allowed for an address of type EXTERNAL");
  },
  refuse: refuseReserved,
  async usedBy(_id, outputs, clusters) {
    const [service] = await clusters.addressUsers(text(outputs, "address") ?? "");
    return service && `the service ${service}`;
  },
  outputs: ({ id, inputs, place }, previous, state) => ({
    ...once(previous, "addressId", () => numericId()),
    ...once(previous, "creationTimestamp", timestamp),
    ...once(previous, "address", () => freeAddress(state, poolOf(inputs, place, state))),
    selfLink: computeLink(id),
    ...(isExternal(inputs) ? { networkTier: "PREMIUM" } : { purpose: "GCE_ENDPOINT" }),
  }),
};

function isExternal(inputs: Properties): boolean {
  return inputs.addressType === "EXTERNAL";
}

function poolOf(inputs: Properties, place: Parameters<typeof resolve>[2], state: State): string[] {
  if (isExternal(inputs)) return external;
  const subnetwork = resolve(subnetworkType, text(inputs, "subnetwork") ?? "", place);
  const range = text(state.resources[subnetwork]?.outputs ?? {}, "ipCidrRange");
  return range === undefined ? internal : [range];
}

/** The address that the program asks for is reserved already. */
export function refuseReserved({ id, inputs }: Resource, state: State): void {
  const given = text(inputs, "address");
  const holder = Object.entries(state.resources).find(
    ([otherId, other]) =>
      otherId !== id && addressTypes.includes(other.type) && other.outputs.address === given,
  );
  if (given !== undefined && holder)
    throw invalid(
      `Invalid value for field 'resource.address': '${given}'. It is already reserved by ${holder[0]}`,
    );
}

/** Random, so that a lost address does not come back by chance. */
export function freeAddress(state: State, pool: string[]): string {
  const taken = new Set(Object.values(state.resources).map(({ outputs }) => outputs.address));
  const free = pool.flatMap((range) => hosts(range)).filter((candidate) => !taken.has(candidate));
  const chosen = free[randomInt(Math.max(free.length, 1))];
  if (chosen === undefined) throw invalid(`No address is left in ${pool.join(", ")}`);
  return chosen;
}

/** At most the first 254 that a machine may have. */
function hosts(range: string): string[] {
  const parsed = parseRange(range);
  if (parsed === undefined) return [];
  const count = Math.min(parsed.last - parsed.first - 1, 254);
  return Array.from({ length: count }, (_, i) => toAddress(toNumber(range.split("/")[0] ?? "") + i + 1));
}
