import { invalid } from "../errors";
import { digest, once, timestamp } from "../generated";
import { resolve } from "../ids";
import type { Resource, ResourceType } from "../resourceType";
import { domain, type Format, hostname } from "../rules/formats";
import { wideLocationRule } from "../rules/places";
import type { State } from "../store";
import { text, texts, valueAt } from "../values";
import { usedByGateway } from "./gatewayUse";

const authorizationType = "gcp:certificatemanager/dnsAuthorization:DnsAuthorization";
const certificateType = "gcp:certificatemanager/certificate:Certificate";
const mapType = "gcp:certificatemanager/certificateMap:CertificateMap";
const entryType = "gcp:certificatemanager/certificateMapEntry:CertificateMapEntry";

const name: Format = {
  pattern: /^[a-z][a-z0-9-]{0,62}$/,
  says: "1 to 63 lowercase letters, digits and hyphens, starting with a letter",
};

function idOf(collection: string): Format {
  return {
    pattern: new RegExp(`^projects/[^/]+/locations/[^/]+/${collection}/[^/]+$`),
    says: `an id such as projects/<project>/locations/global/${collection}/<name>`,
  };
}

export const dnsAuthorization: ResourceType = {
  allowed: { type: ["FIXED_RECORD", "PER_PROJECT_RECORD"] },
  formats: { name, domain },
  check: wideLocationRule,
  outputs({ inputs, place }) {
    const of = text(inputs, "domain") ?? "";
    const type =
      text(inputs, "type") ?? (place.location === "global" ? "FIXED_RECORD" : "PER_PROJECT_RECORD");
    const own = type === "FIXED_RECORD" ? "" : `_${digest(`${place.project}/${place.location}/${of}`, 16)}`;
    const secret = digest(`${place.project}/${of}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
    const data = `${secret}.1.authorize.certificatemanager.goog.`;
    return { type, dnsResourceRecords: [{ name: `_acme-challenge${own}.${of}.`, type: "CNAME", data }] };
  },
};

/** Google's certificates stay PROVISIONING: nobody outside of the sandbox would issue one. */
export const certificate: ResourceType = {
  allowed: { scope: ["DEFAULT", "EDGE_CACHE", "ALL_REGIONS", "CLIENT_AUTH"] },
  formats: {
    name,
    "managed.domains[]": hostname,
    "managed.dnsAuthorizations[]": idOf("dnsAuthorizations"),
  },
  references: [{ property: "managed.dnsAuthorizations[]", to: authorizationType, holds: true }],
  check(inputs, report) {
    wideLocationRule(inputs, report);
    if (inputs.selfManaged !== undefined)
      report("selfManaged", "the stand-in only has certificates that Google manages");
    else if (inputs.managed === undefined) report("managed", "missing: who issues the certificate");
    else if (valueAt(inputs, "managed.domains") === undefined) report("managed.domains", "missing");
    if (valueAt(inputs, "managed.issuanceConfig") !== undefined)
      report("managed.issuanceConfig", "the stand-in only has certificates of public authorities");
  },
  refuse: refuseUnauthorized,
  outputs({ inputs }) {
    const domains = texts(inputs, "managed.domains");
    const attempt = { state: "AUTHORIZING", failureReason: "", details: "" };
    const authorizationAttemptInfos = domains.map((of) => ({ domain: of, ...attempt }));
    return {
      sanDnsnames: domains,
      managed: { state: "PROVISIONING", authorizationAttemptInfos, provisioningIssues: [] },
    };
  },
};

function refuseUnauthorized({ inputs }: Resource, state: State): void {
  const ids = texts(inputs, "managed.dnsAuthorizations");
  const authorized = ids.map((id) => text(state.resources[id]?.outputs ?? {}, "domain"));
  for (const of of texts(inputs, "managed.domains")) {
    if (of.startsWith("*.") && ids.length === 0)
      throw invalid(`managed.domains: a wildcard domain such as '${of}' needs a DNS authorization`);
    if (ids.length > 0 && !authorized.includes(of.replace(/^\*\./, "")))
      throw invalid(`managed.dnsAuthorizations: none of them is of the domain '${of}'`);
  }
}

export const certificateMap: ResourceType = {
  formats: { name },
  usedBy: usedByGateway,
  outputs: (_, previous) => ({
    ...once(previous, "createTime", timestamp),
    ...once(previous, "updateTime", timestamp),
  }),
};

export const certificateMapEntry: ResourceType = {
  allowed: { matcher: ["PRIMARY"] },
  formats: { name, hostname, "certificates[]": idOf("certificates") },
  references: [
    { property: "map", to: mapType, holds: true },
    { property: "certificates[]", to: certificateType, holds: true },
  ],
  check(inputs, report) {
    if ((inputs.hostname === undefined) === (inputs.matcher === undefined))
      report("hostname", "allowed: exactly one of hostname and matcher");
  },
  refuse: refuseEntry,
  outputs: (_, previous) => ({
    ...once(previous, "createTime", timestamp),
    ...once(previous, "updateTime", timestamp),
    state: "ACTIVE",
  }),
};

function refuseEntry({ id, inputs, place }: Resource, state: State): void {
  const mapOf = (entry: Resource["inputs"]) => resolve(mapType, text(entry, "map") ?? "", place);
  const others = Object.entries(state.resources).filter(
    ([other, { type, outputs }]) => type === entryType && other !== id && mapOf(outputs) === mapOf(inputs),
  );
  for (const property of ["hostname", "matcher"]) {
    const given = text(inputs, property);
    const taken = others.find(([, { outputs }]) => text(outputs, property) === given)?.[0];
    if (given !== undefined && taken !== undefined)
      throw invalid(`${property}: '${given}' is already selected by ${taken}`);
  }
  for (const each of texts(inputs, "certificates")) {
    const { location, scope } = state.resources[each]?.outputs ?? {};
    if (location !== "global" || scope !== "DEFAULT")
      throw invalid(`certificates: '${each}' is not a global certificate of the scope DEFAULT`);
  }
}
