import type { CheckContext, CheckFailure, CheckResult, Properties, Value } from "../provider/provider";
import { annotation, annotationOf, unknownAnnotations } from "./annotations";
import { isReadinessUnknown } from "./await/kinds";
import { waitForFault } from "./await/waitFor";
import type { Connection } from "./connection";
import { withName } from "./naming";
import { objectType } from "./resourceType";
import { at, isObject, textAt } from "../provider/values";

/** Metadata that only the API server sets. */
const serverMetadata = ["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation", "managedFields", "resourceVersion", "uid"]; // prettier-ignore
const managedBy = "app.kubernetes.io/managed-by";

/** The inputs as they are kept: with kind, name and namespace, without what only the server sets. */
export async function checkInputs(
  oldInputs: Properties,
  news: Properties,
  context: CheckContext,
  connection: Connection,
): Promise<CheckResult> {
  const type = objectType(context.type);
  const cleaned = withMetadata(withoutNulls(news), (metadata) => omit(metadata, serverMetadata));
  const named = withName({ ...cleaned, ...type }, oldInputs, context.name, context.randomSeed);
  const labelled = keepManagedBy(named, oldInputs);
  const old = textAt(oldInputs, "metadata", "namespace") || undefined;
  const namespace = connection.isReachable ? await connection.namespaceFor(type) : (old ?? undefined);
  const inputs = withMetadata(labelled, (metadata) =>
    namespace === undefined || metadata.namespace !== undefined ? metadata : { ...metadata, namespace },
  );
  return { inputs, failures: [...typeFailures(news, type), ...awaitFailures(inputs, type)] };
}

function typeFailures(news: Properties, type: { apiVersion: string; kind: string }): CheckFailure[] {
  return (["apiVersion", "kind"] as const)
    .filter((key) => news[key] !== undefined && news[key] !== type[key])
    .map((key) => ({
      property: key,
      reason: `is ${JSON.stringify(news[key])}, but the resource's type says ${type[key]}`,
    }));
}

function awaitFailures(inputs: Properties, type: { apiVersion: string; kind: string }): CheckFailure[] {
  const failures = unknownAnnotations(inputs).map((name) => ({
    property: `metadata.annotations["${name}"]`,
    reason: "is not supported by the Kubernetes stand-in",
  }));
  const wrong = waitForFault(inputs);
  if (wrong !== undefined)
    failures.push({ property: `metadata.annotations["${annotation.waitFor}"]`, reason: wrong });
  if (isReadinessUnknown(type) && annotationOf(inputs, annotation.skipAwait) !== "true")
    failures.push({
      property: "kind",
      reason: `the Kubernetes stand-in cannot wait for ${type.kind}: set the annotation ${annotation.skipAwait}`,
    });
  return failures;
}

/** The label of objects that were made without server-side apply stays on them. */
function keepManagedBy(inputs: Properties, oldInputs: Properties): Properties {
  if (at(oldInputs, "metadata", "labels", managedBy) !== "pulumi") return inputs;
  return withMetadata(inputs, (metadata) => ({
    ...metadata,
    labels: { ...(metadata.labels as Properties | undefined), [managedBy]: "pulumi" },
  }));
}

/** Metadata that only a later `up` can tell stays as it is. */
function withMetadata(inputs: Properties, change: (metadata: Properties) => Properties): Properties {
  const metadata = inputs.metadata ?? {};
  return isObject(metadata) ? { ...inputs, metadata: change(metadata) } : inputs;
}

function withoutNulls<V extends Value>(value: V): V {
  if (Array.isArray(value)) return value.map(withoutNulls) as V;
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutNulls(item as Value)])) as V;
}

function omit(properties: Properties, names: string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}
