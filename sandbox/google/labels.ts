import { createHash } from "node:crypto";
import type { DiffKind, Properties } from "../provider/provider";
import type { ProviderConfig } from "./config";
import type { Schema } from "./table";
import { isObject, join } from "./values";

/** The label by which pulumi-gcp marks what it made. */
const attribution = "goog-pulumi-provisioned";

function labelsInput(schema: Schema): string {
  return schema.resourceLabels ? "resourceLabels" : "labels";
}

/** The labels of the program, the provider and its attribution, as `pulumiLabels`; the attribution is added at creation only. */
function pulumiLabels(
  schema: Schema,
  inputs: Properties,
  config: ProviderConfig,
  previous?: Properties,
): Properties {
  const own = inputs[labelsInput(schema)];
  const old = previous?.pulumiLabels;
  const attributed =
    previous === undefined ? config.addPulumiAttributionLabel : isObject(old) && attribution in old;
  return {
    ...config.defaultLabels,
    ...(isObject(own) ? own : {}),
    ...(attributed ? { [attribution]: "true" } : {}),
  };
}

/** The outputs that follow from labels; empty for a type without them. */
export function labelOutputs(
  schema: Schema,
  inputs: Properties,
  config: ProviderConfig,
  previous?: Properties,
): Properties {
  if (!schema.pulumiLabels) return {};
  const labels = pulumiLabels(schema, inputs, config, previous);
  const labelFingerprint = createHash("sha256")
    .update(JSON.stringify(labels))
    .digest("base64url")
    .slice(0, 11);
  return {
    pulumiLabels: labels,
    effectiveLabels: labels,
    ...(schema.labelFingerprint ? { labelFingerprint: `${labelFingerprint}=` } : {}),
  };
}

/** Changes of labels that come from the provider's configuration rather than from the resource. */
export function labelChanges(
  schema: Schema,
  olds: Properties,
  news: Properties,
  config: ProviderConfig,
): Record<string, DiffKind> {
  const old = olds.pulumiLabels;
  if (!isObject(old)) return {};
  const now = pulumiLabels(schema, news, config, olds);
  const input = labelsInput(schema);
  const own = (properties: Properties, key: string) => {
    const labels = properties[input];
    return isObject(labels) && key in labels;
  };
  const changes: Record<string, DiffKind> = {};
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (old[key] === now[key] || own(news, key) || own(olds, key)) continue;
    changes[join("pulumiLabels", key)] =
      old[key] === undefined ? "add" : now[key] === undefined ? "delete" : "update";
  }
  return changes;
}
