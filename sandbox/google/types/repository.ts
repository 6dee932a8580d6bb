import type { Properties } from "../../provider/provider";
import { once, timestamp } from "../generated";
import { keyReference } from "../keyUse";
import type { Report, ResourceType } from "../resourceType";
import { duration, type Format } from "../rules/formats";
import { wideLocationRule } from "../rules/places";
import { isObject, text, texts, valueAt, valuesAt } from "../values";

const repositoryId: Format = {
  pattern: /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
  says: "1 to 63 lowercase letters, digits and hyphens, starting with a letter and not ending with a hyphen",
};

export const repository: ResourceType = {
  allowed: {
    format: ["DOCKER", "MAVEN", "NPM", "APT", "YUM", "PYTHON", "KFP", "GO", "GENERIC"],
    mode: ["STANDARD_REPOSITORY", "VIRTUAL_REPOSITORY", "REMOTE_REPOSITORY"],
    "cleanupPolicies[].action": ["DELETE", "KEEP"],
    "cleanupPolicies[].condition.tagState": ["TAGGED", "UNTAGGED", "ANY"],
    "vulnerabilityScanningConfig.enablementConfig": ["INHERITED", "DISABLED"],
  },
  formats: {
    repositoryId,
    "cleanupPolicies[].condition.olderThan": duration,
    "cleanupPolicies[].condition.newerThan": duration,
  },
  references: [keyReference("kmsKeyName")],
  check(inputs, report) {
    wideLocationRule(inputs, report);
    checkCleanup(inputs, report);
    if (inputs.dockerConfig !== undefined && (text(inputs, "format") ?? "DOCKER") !== "DOCKER")
      report("dockerConfig", "only allowed for the format DOCKER");
  },
  outputs: ({ inputs, place }, previous) => ({
    ...once(previous, "createTime", timestamp),
    ...once(previous, "updateTime", timestamp),
    name: text(inputs, "repositoryId") ?? "",
    registryUri: `${place.location ?? ""}-docker.pkg.dev/${place.project ?? ""}/${text(inputs, "repositoryId") ?? ""}`,
  }),
};

/** https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy */
function checkCleanup(inputs: Properties, report: Report): void {
  const ids = texts({ ids: valuesAt(inputs, "cleanupPolicies[].id").map(({ value }) => value) }, "ids");
  for (const id of new Set(ids.filter((each, i) => ids.indexOf(each) !== i)))
    report("cleanupPolicies", `the id ${JSON.stringify(id)} is given to several policies`);
  for (const { path, value } of valuesAt(inputs, "cleanupPolicies[]")) {
    if (!isObject(value)) continue;
    const policy = value;
    const [condition, recent] = [valueAt(policy, "condition"), valueAt(policy, "mostRecentVersions")];
    if ((condition === undefined) === (recent === undefined))
      report(path, "allowed: exactly one of condition and mostRecentVersions");
    if (recent !== undefined && policy.action === "DELETE")
      report(`${path}.mostRecentVersions`, "only allowed with the action KEEP");
    if (
      valueAt(policy, "condition.tagPrefixes") !== undefined &&
      valueAt(policy, "condition.tagState") !== "TAGGED"
    )
      report(`${path}.condition.tagPrefixes`, "only allowed with the tagState TAGGED");
  }
}
