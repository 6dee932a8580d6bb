import { randomInt } from "node:crypto";
import { isIPv4, isIPv6 } from "node:net";
import type { Properties } from "../../provider/provider";
import { invalid } from "../errors";
import { once, timestamp } from "../generated";
import { resolve } from "../ids";
import type { Report, Resource, ResourceType } from "../resourceType";
import { computeName, domain, type Format } from "../rules/formats";
import type { State } from "../store";
import { integer, text, texts } from "../values";

const zoneType = "gcp:dns/managedZone:ManagedZone";
const recordType = "gcp:dns/recordSet:RecordSet";

const dnsName: Format = {
  pattern: /^(\*\.)?([a-z0-9_]([-a-z0-9_]{0,61}[a-z0-9_])?\.)+$/,
  says: "a DNS name in lowercase with a dot at its end, such as www.example.com.",
};

export const managedZone: ResourceType = {
  allowed: {
    visibility: ["public", "private"],
    "dnssecConfig.state": ["off", "on", "transfer"],
    "dnssecConfig.nonExistence": ["nsec", "nsec3"],
  },
  formats: { name: computeName, dnsName },
  check(inputs, report) {
    if (text(inputs, "visibility") === "private") report("visibility", "the stand-in only has public zones");
    if (inputs.forceDestroy === true)
      report("forceDestroy", "the stand-in deletes no record set with its zone: each has to go before");
  },
  outputs: (_, previous) => ({
    ...once(previous, "creationTime", timestamp),
    ...once(previous, "managedZoneId", () => randomInt(2 ** 47)),
    nameServers: [1, 2, 3, 4].map((number) => `ns-cloud-a${number}.googledomains.com.`),
  }),
};

export const recordSet: ResourceType = {
  allowed: {
    type: ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "PTR", "SOA", "SPF", "SRV", "SVCB", "HTTPS", "TXT"],
  },
  formats: { name: dnsName },
  references: [{ property: "managedZone", to: zoneType, holds: true }],
  // The provider takes over what is there under the name and type, without a word.
  shared: true,
  check(inputs, report) {
    if (inputs.routingPolicy !== undefined)
      report("routingPolicy", "the stand-in has record sets with rrdatas alone");
    else if (inputs.rrdatas === undefined) report("rrdatas", "missing: what the name stands for");
    const ttl = integer(inputs, "ttl");
    if (ttl !== undefined && (ttl < 0 || ttl > 2147483647))
      report("ttl", `${ttl} is not from 0 to 2147483647`);
    checkData(inputs, report);
  },
  refuse: refuseRecord,
};

function checkData(inputs: Properties, report: Report): void {
  const type = text(inputs, "type") ?? "";
  const given = texts(inputs, "rrdatas");
  const fits: Record<string, (data: string) => boolean> = {
    A: isIPv4,
    AAAA: isIPv6,
    CNAME: (data) =>
      data.endsWith(".") && (dnsName.pattern.test(data) || domain.pattern.test(data.slice(0, -1))),
  };
  given.forEach((data, index) => {
    if (fits[type]?.(data) === false)
      report(`rrdatas[${index}]`, `${JSON.stringify(data)} is nothing that a record of type ${type} holds`);
  });
  if (type === "CNAME" && given.length > 1) report("rrdatas", "a CNAME stands for exactly one name");
}

function refuseRecord({ id, inputs, place }: Resource, state: State): void {
  const zone = resolve(zoneType, text(inputs, "managedZone") ?? "", place);
  const apex = text(state.resources[zone]?.outputs ?? {}, "dnsName") ?? "";
  const [name, type] = [text(inputs, "name") ?? "", text(inputs, "type")];
  const where = `The resource record set '${name}' of type ${type}`;
  if (name !== apex && !name.endsWith(`.${apex}`))
    throw invalid(`${where} is invalid because it is not in the zone '${apex}'`);
  const others = Object.entries(state.resources).filter(
    ([other, { type: kind, outputs }]) =>
      kind === recordType && other !== id && other.startsWith(`${zone}/`) && outputs.name === name,
  );
  const beside = others.find(([, { outputs }]) => type === "CNAME" || outputs.type === "CNAME");
  if (beside !== undefined || (type === "CNAME" && name === apex))
    throw invalid(
      `${where} is invalid because a DNS name may have either one CNAME resource record set or resource record ` +
        `sets of other types, but not both (${beside?.[0] ?? "NS and SOA of the zone"})`,
    );
}
