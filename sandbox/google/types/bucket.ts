import { once, projectNumber, timestamp } from "../generated";
import { keyReference } from "../keyUse";
import type { Properties } from "../../provider/provider";
import type { Report, ResourceType } from "../resourceType";
import { demandRange, type Format } from "../rules/formats";
import { regionFault } from "../rules/zones";
import { integer, text, valuesAt } from "../values";

/** https://cloud.google.com/storage/docs/buckets#naming; a name with dots needs a domain that Google has verified, which nobody does here. */
const bucketName: Format = {
  pattern: /^(?!goog)(?!.*google)[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/,
  says:
    "3 to 63 lowercase letters, digits, hyphens and underscores, with a letter or digit at both ends, " +
    "not beginning with goog and without google in it",
};

/** https://cloud.google.com/storage/docs/soft-delete: seconds, of 7 and 90 days; 0 turns it off. */
const [shortestSoftDelete, longestSoftDelete] = [604_800, 7_776_000];

const multiRegions = ["us", "eu", "asia"];

export const bucket: ResourceType = {
  allowed: {
    storageClass: ["STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"],
    publicAccessPrevention: ["inherited", "enforced"],
    rpo: ["DEFAULT", "ASYNC_TURBO"],
    "lifecycleRules[].action.type": ["Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"],
    "lifecycleRules[].condition.withState": ["LIVE", "ARCHIVED", "ANY"],
  },
  formats: { name: bucketName },
  references: [keyReference("encryption.defaultKmsKeyName")],
  check(inputs, report) {
    const location = text(inputs, "location")?.toLowerCase() ?? multiRegions[0]!;
    const fault = multiRegions.includes(location) ? undefined : regionFault(location);
    if (fault !== undefined) report("location", fault);
    const softDelete = integer(inputs, "softDeletePolicy.retentionDurationSeconds") ?? 0;
    if (softDelete !== 0)
      demandRange(
        "softDeletePolicy.retentionDurationSeconds",
        softDelete,
        shortestSoftDelete,
        longestSoftDelete,
        report,
      );
    checkLifecycle(inputs, report);
  },
  outputs: ({ id, place }, previous) => ({
    ...once(previous, "timeCreated", timestamp),
    ...once(previous, "updated", timestamp),
    projectNumber: Number(projectNumber(place.project ?? "")),
    publicAccessPrevention: "inherited",
    rpo: "DEFAULT",
    selfLink: `https://www.googleapis.com/storage/v1/b/${id}`,
    ...once(previous, "softDeletePolicy", () => ({
      retentionDurationSeconds: shortestSoftDelete,
      effectiveTime: timestamp(),
    })),
    url: `gs://${id}`,
  }),
};

function checkLifecycle(inputs: Properties, report: Report): void {
  for (const { path, value } of valuesAt(inputs, "lifecycleRules[]")) {
    const rule = value as Properties;
    const isMove = text(rule, "action.type") === "SetStorageClass";
    if (isMove !== (text(rule, "action.storageClass") !== undefined))
      report(`${path}.action.storageClass`, "allowed with the type SetStorageClass alone, which needs it");
    if (Object.keys((rule.condition as Properties | undefined) ?? {}).length === 0)
      report(`${path}.condition`, "must have at least one condition");
  }
}
