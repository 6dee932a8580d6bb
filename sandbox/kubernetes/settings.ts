import { z } from "zod";
import { hasUnknown, type CheckFailure, type CheckResult, type Properties } from "../provider/provider";
import { selectContext } from "./kubeconfig";

/** The SDK sends every flag as JSON text. */
const flag = (byDefault: boolean) =>
  z
    .union([z.boolean(), z.stringbool({ truthy: ["true"], falsy: ["false"] })], "must be true or false")
    .default(byDefault);
const kubeconfig = z.union(
  [z.string().min(1), z.record(z.string(), z.unknown())],
  "must be a kubeconfig or a path",
);

const settings = z.strictObject({
  kubeconfig,
  context: z.string().optional(),
  cluster: z.string().optional(),
  namespace: z.string().optional(),
  clusterIdentifier: z.string().optional(),
  enableServerSideApply: flag(true).refine(
    (on) => on,
    "must be true: the Kubernetes stand-in knows no other way",
  ),
  enablePatchForce: flag(false),
  upsertExistingObjects: flag(false),
  enableConfigMapMutable: flag(false),
  enableSecretMutable: flag(false),
  deleteUnreachable: flag(false),
  skipUpdateUnreachable: flag(false),
  suppressDeprecationWarnings: flag(false),
  suppressHelmHookWarnings: flag(false),
});

/** The arguments of a Kubernetes provider, with its defaults. */
export type Settings = z.infer<typeof settings>;

const engineKeys = ["version", "pluginDownloadURL", "__internal"];

/** What a provider's arguments get wrong; values that only a later `up` can tell are not judged. */
export function checkSettings(news: Properties): CheckResult {
  const known = Object.fromEntries(Object.entries(own(news)).filter(([, value]) => !hasUnknown(value)));
  const parsed = settings.partial({ kubeconfig: true }).safeParse(known);
  const failures = parsed.success ? [] : parsed.error.issues.flatMap(asFailures);
  if (news.kubeconfig === undefined)
    failures.push({
      property: "kubeconfig",
      reason: "is required: the Kubernetes stand-in never uses this machine's own kubeconfig",
    });
  if (failures.length === 0 && !hasUnknown(news)) failures.push(...kubeconfigFailures(known));
  return { inputs: news, failures };
}

/**
 * The arguments of a configured provider; {@link checkSettings} has seen them. As with the real one, variables of the
 * environment stand in for flags that were left out, so that a single run can set them.
 */
export function parseSettings(config: Properties): Settings {
  const { PULUMI_K8S_DELETE_UNREACHABLE, PULUMI_K8S_UPSERT_EXISTING_OBJECTS } = process.env;
  return settings.parse({
    deleteUnreachable: PULUMI_K8S_DELETE_UNREACHABLE === "true",
    upsertExistingObjects: PULUMI_K8S_UPSERT_EXISTING_OBJECTS === "true",
    ...own(config),
  });
}

function own(config: Properties): Properties {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !engineKeys.includes(key)));
}

function asFailures(issue: z.core.$ZodIssue): CheckFailure[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      property: key,
      reason: "is not supported by the Kubernetes stand-in",
    }));
  return [{ property: issue.path.join("."), reason: issue.message }];
}

function kubeconfigFailures(known: Properties): CheckFailure[] {
  try {
    selectContext(parseSettings(known));
    return [];
  } catch (error) {
    return [{ property: "kubeconfig", reason: (error as Error).message }];
  }
}
