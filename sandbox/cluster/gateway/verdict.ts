import { describe, type GoogleResources } from "./google";
import type { Gateway } from "./objects";
import type { Problem } from "./routes";

export interface GatewayFacts {
  google: GoogleResources;
  /** Another Gateway, of whatever cluster, whose load balancer has the address. */
  otherUser: string | undefined;
  /** What is wrong with the policies that change this Gateway's load balancer. */
  policies: Problem[];
}

/** The annotation that names a Gateway's certificate map. */
const certificateMapAnnotation = "networking.gke.io/certmap";

/** Why the stand-in makes no load balancer of the Gateway's form, whatever there is in Google's project. */
export function formProblem({ metadata, spec }: Gateway): Problem | undefined {
  const { addresses = [], listeners } = spec;
  const [address] = addresses;
  if (addresses.length !== 1 || address?.type !== "NamedAddress" || address.value === undefined)
    return {
      reason: "UnsupportedAddress",
      message: "spec.addresses: the stand-in takes exactly one address, of type NamedAddress",
    };
  for (const { name, protocol, tls, allowedRoutes } of listeners) {
    const refuse = (message: string) => ({
      reason: "ListenersNotValid",
      message: `listener ${name}: ${message}`,
    });
    if (!["HTTP", "HTTPS"].includes(protocol)) return refuse(`the protocol ${protocol} is not HTTP or HTTPS`);
    if (protocol === "HTTPS" && metadata.annotations?.[certificateMapAnnotation] === undefined)
      return refuse(`the stand-in takes certificates from a map alone, by ${certificateMapAnnotation}`);
    if (tls?.certificateRefs !== undefined || tls?.options !== undefined)
      return refuse("tls: not allowed beside a certificate map");
    if (allowedRoutes?.namespaces?.from === "Selector")
      return refuse("allowedRoutes.namespaces: the stand-in knows no selectors");
  }
  return undefined;
}

/** The ids of the Google resources that the Gateway itself names. */
export function namedBy({ metadata, spec }: Gateway, google: GoogleResources): string[] {
  const map = metadata.annotations?.[certificateMapAnnotation];
  const addresses = (spec.addresses ?? []).map(({ value = "" }) => google.global("addresses", value));
  return [...addresses, ...(map === undefined ? [] : [google.certificateMap(map)])];
}

/** Why a Gateway of the right form has no load balancer yet. */
export function loadBalancerProblem(gateway: Gateway, facts: GatewayFacts): Problem | undefined {
  const missing = namedBy(gateway, facts.google).find((id) => !facts.google.has(id));
  const [address = ""] = namedBy(gateway, facts.google);
  if (missing !== undefined)
    return {
      reason: missing === address ? "AddressNotUsable" : "Invalid",
      message: `there is no ${describe(missing)}`,
    };
  if (facts.otherUser !== undefined)
    return {
      reason: "AddressNotUsable",
      message: `the ${describe(address)} is in use by the Gateway ${facts.otherUser}`,
    };
  return facts.policies[0];
}
