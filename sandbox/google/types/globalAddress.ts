import { isIPv4 } from "node:net";
import { computeLink, once, timestamp } from "../generated";
import type { ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { text } from "../values";
import { external, freeAddress, refuseReserved } from "./address";
import { usedByGateway } from "./gatewayUse";

export const globalAddress: ResourceType = {
  allowed: { addressType: ["EXTERNAL", "INTERNAL"], ipVersion: ["IPV4", "IPV6"] },
  formats: { name: computeName },
  check(inputs, report) {
    const given = text(inputs, "address");
    if (given !== undefined && !isIPv4(given))
      report("address", `${JSON.stringify(given)} is not an IPv4 address, the only kind the stand-in has`);
    if (text(inputs, "ipVersion") === "IPV6") report("ipVersion", "the stand-in only has IPV4");
    if (text(inputs, "addressType") === "INTERNAL")
      report("addressType", "the stand-in only has global addresses of type EXTERNAL");
    for (const property of ["network", "prefixLength", "purpose"])
      if (inputs[property] !== undefined)
        report(property, "only allowed for an address of type INTERNAL, which the stand-in does not have");
  },
  refuse: refuseReserved,
  usedBy: usedByGateway,
  outputs: ({ id }, previous, state) => ({
    ...once(previous, "creationTimestamp", timestamp),
    ...once(previous, "address", () => freeAddress(state, external)),
    selfLink: computeLink(id),
  }),
};
