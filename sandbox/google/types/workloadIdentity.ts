import { createRequire } from "node:module";
import type { Properties } from "../../provider/provider";
import { invalid } from "../errors";
import { projectNumber } from "../generated";
import type { Report, Resource, ResourceType } from "../resourceType";
import { projectId, type Format } from "../rules/formats";
import type { State } from "../store";
import { isObject, text } from "../values";

export const poolType = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";

const poolId: Format = {
  pattern: /^(?!gcp-)[0-9a-z-]{4,32}$/,
  says: "4 to 32 lowercase letters, digits and hyphens, not beginning with gcp-",
};

/** Google's own limits, in characters. */
const longest = { displayName: 32, description: 256, attributeCondition: 4096 };
const longestMapping = 2048;

function checkLengths(inputs: Properties, report: Report): void {
  for (const [property, length] of Object.entries(longest))
    // prettier-ignore
    if ((text(inputs, property)?.length ?? 0) > length)
      report(property, `longer than ${length} characters`);
}

/** As Google names it: with the number of the project in place of its id. */
function nameOf({ id, place }: Resource): string {
  const { project = "" } = place;
  return id.replace(`projects/${project}/`, `projects/${projectNumber(project)}/`);
}

/** For 30 days an id that was deleted is taken: https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers */
const grave = (id: string): string => `${id} (deleted)`;

const softDeleted: ResourceType = {
  refuse({ id }, state) {
    if (state.resources[grave(id)])
      throw invalid(`${id} was deleted less than 30 days ago; undelete it, or take another id`);
  },
  outputs: (resource) => ({ name: nameOf(resource), state: "ACTIVE" }),
  remove(id, state) {
    const { [id]: gone } = state.resources;
    if (gone) state.resources[grave(id)] = gone;
    delete state.resources[id];
    return `Google keeps a deleted ${id} for 30 days, and its id stays taken`;
  },
};

export const workloadIdentityPool: ResourceType = {
  ...softDeleted,
  allowed: { mode: ["FEDERATION_ONLY", "TRUST_DOMAIN", "SYSTEM_TRUST_DOMAIN"] },
  formats: { project: projectId, workloadIdentityPoolId: poolId },
  check: checkLengths,
};

export const workloadIdentityPoolProvider: ResourceType = {
  ...softDeleted,
  formats: { project: projectId, workloadIdentityPoolProviderId: poolId },
  references: [{ property: "workloadIdentityPoolId", to: poolType, belongs: true }],
  check(inputs, report) {
    checkLengths(inputs, report);
    const kinds = ["aws", "oidc", "saml", "x509"];
    const given = kinds.filter((kind) => inputs[kind] !== undefined);
    if (given.length !== 1) report(given[1] ?? "oidc", `exactly one is allowed of ${kinds.join(", ")}`);
    const issuer = text(inputs, "oidc.issuerUri");
    if (issuer !== undefined && !/^https:\/\/[^/?#]+/.test(issuer))
      report("oidc.issuerUri", `${JSON.stringify(issuer)} is not an address that begins with https://`);
    checkMapping(inputs, report);
    checkExpression("attributeCondition", text(inputs, "attributeCondition"), report);
  },
  refuse(resource, state) {
    softDeleted.refuse?.(resource, state);
    refuseOpenIssuer(resource.inputs);
  },
};

function checkMapping({ attributeMapping: mapping, oidc }: Properties, report: Report): void {
  if (!isObject(mapping)) {
    if (oidc !== undefined) report("attributeMapping", "must map google.subject");
    return;
  }
  if (mapping["google.subject"] === undefined) report("attributeMapping", "must map google.subject");
  for (const [attribute, value] of Object.entries(mapping)) {
    const path = `attributeMapping[${JSON.stringify(attribute)}]`;
    if (
      !/^(google\.(subject|groups|display_name|profile_photo|posix_username|email)|attribute\.[a-z0-9_]{1,100})$/.test(
        attribute,
      )
    )
      report(
        path,
        "is not google.subject, google.groups or attribute.<lowercase letters, digits, underscores>",
      );
    if (typeof value !== "string") continue;
    if (value.length > longestMapping) report(path, `longer than ${longestMapping} characters`);
    checkExpression(path, value, report);
  }
}

/** Only who has an expression waits until it is loaded. */
const cel = () => createRequire(__filename)("@bufbuild/cel") as typeof import("@bufbuild/cel");

function checkExpression(path: string, expression: string | undefined, report: Report): void {
  if (expression === undefined) return;
  try {
    cel().parse(expression);
  } catch (error) {
    report(path, `is no expression of CEL: ${(error as Error).message}`);
  }
}

/** Issuers that give tokens to everybody's programs. */
const openIssuers = ["https://token.actions.githubusercontent.com", "https://gitlab.com"];

/** https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions */
function refuseOpenIssuer(inputs: Properties): void {
  const issuer = text(inputs, "oidc.issuerUri")?.replace(/\/$/, "") ?? "";
  const condition = text(inputs, "attributeCondition") ?? "";
  if (openIssuers.includes(issuer) && !/\b(assertion|attribute|google)\.\w/.test(condition))
    throw invalid("The attribute condition must reference one of the provider's claims.");
}

/** Throws Google's answer when a member is of a pool that does not exist. */
export function refuseUnknownPool(member: string, state: State): void {
  const [, name] =
    /^principal(?:Set)?:\/\/iam\.googleapis\.com\/(.+\/workloadIdentityPools\/[^/]+)\//.exec(member) ?? [];
  const isThere = Object.entries(state.resources).some(
    ([id, { type, outputs }]) => type === poolType && outputs.name === name && !id.endsWith(grave("")),
  );
  if (name !== undefined && !isThere) throw invalid(`Identity Pool does not exist (${name}).`);
}
