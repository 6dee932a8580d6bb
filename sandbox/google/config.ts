import type { CheckFailure, CheckResult, DiffResult, Properties } from "../provider/provider";
import { hasUnknown, UNKNOWN } from "../provider/provider";
import { projectId } from "./rules/formats";
import { regionFault, zoneFault } from "./rules/zones";
import { equal } from "./values";

/** The provider's configuration as far as the stand-in uses it. */
export interface ProviderConfig {
  project?: string;
  region?: string;
  zone?: string;
  accessToken?: string;
  /** Default none. */
  defaultLabels: Record<string, string>;
  /** Default true. */
  addPulumiAttributionLabel: boolean;
  /** What a resource's deletionPolicy is when it sets none; default DELETE. */
  deletionPolicy?: string;
}

/** Keys of the real provider; those the stand-in has no use for are accepted, custom endpoints are not. */
const known = [
  "accessToken",
  "addPulumiAttributionLabel",
  "batching",
  "billingProject",
  "credentials",
  "defaultLabels",
  "deletionPolicy",
  "disableGlobalProjectWarning",
  "disableGooglePartnerName",
  "externalCredentials",
  "googlePartnerName",
  "impersonateServiceAccount",
  "impersonateServiceAccountDelegates",
  "pluginDownloadURL",
  "pollInterval",
  "project",
  "pulumiAttributionLabelAdditionStrategy",
  "region",
  "requestReason",
  "requestTimeout",
  "scopes",
  "skipRegionValidation",
  "universeDomain",
  "userProjectOverride",
  "version",
  "zone",
];

export function checkConfig(news: Properties): CheckResult {
  const failures: CheckFailure[] = [];
  const report = (property: string, reason: string | undefined) => {
    if (reason !== undefined) failures.push({ property, reason });
  };
  for (const key of Object.keys(news))
    if (!known.includes(key) && !key.startsWith("__"))
      report(key, `the Google Cloud stand-in has no such configuration; allowed: ${known.join(", ")}`);
  const { project, region, zone } = news;
  for (const [key, value] of Object.entries({ project, region, zone }))
    if (value !== undefined && typeof value !== "string")
      report(key, `${JSON.stringify(value)} is not a string`);
  if (isKnown(project) && !projectId.pattern.test(project))
    report("project", `${JSON.stringify(project)} is not ${projectId.says}`);
  if (isKnown(region)) report("region", regionFault(region));
  if (isKnown(zone)) report("zone", zoneFault(zone, isKnown(region) ? region : undefined));
  return { inputs: news, failures };
}

function isKnown(value: Properties[string]): value is string {
  return typeof value === "string" && value !== UNKNOWN;
}

/** No key of pulumi-gcp replaces the provider, so a new project, region or zone is an update. */
export function diffConfig(olds: Properties, news: Properties): DiffResult {
  const changes: DiffResult["changes"] = {};
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    if (equal(olds[key], news[key])) continue;
    changes[key] = olds[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
  }
  return { changes };
}

/** The engine passes anything but strings as JSON. */
export function parseConfig(config: Properties): ProviderConfig {
  const of = (key: string) => (isKnown(config[key]) ? config[key] : undefined);
  const parsed = (key: string): unknown => {
    const value = config[key];
    if (value === undefined || hasUnknown(value)) return undefined;
    return typeof value === "string" ? JSON.parse(value) : value;
  };
  return {
    project: of("project"),
    region: of("region"),
    zone: of("zone"),
    accessToken: of("accessToken"),
    deletionPolicy: of("deletionPolicy"),
    defaultLabels: (parsed("defaultLabels") ?? {}) as Record<string, string>,
    addPulumiAttributionLabel: (parsed("addPulumiAttributionLabel") ?? true) as boolean,
  };
}
