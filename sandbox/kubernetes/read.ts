import { KubeError, type KubeClient, type KubeObject } from "../cluster/kubeClient";
import {
  InitializationError,
  type Properties,
  type ReadResult,
  type ResourceContext,
} from "../provider/provider";
import { annotation, annotationOf } from "./annotations";
import { asWritten } from "./asWritten";
import { readinessOf } from "./await/kinds";
import { judgeNow } from "./await/ready";
import { newFieldManager } from "./naming";
import { objectType } from "./resourceType";
import { fieldManagerOf, importedInputs, parseId, toState } from "./state";

/** The object as it is; undefined when it is gone. One that is not ready is an {@link InitializationError}. */
export async function readObject(
  client: KubeClient,
  id: string,
  inputs: Properties,
  state: Properties,
  { type, signal }: ResourceContext,
): Promise<ReadResult | undefined> {
  const live = await getObject(client, { ...objectType(type), metadata: parseId(id) }, signal);
  if (live === undefined) return undefined;
  const isImport = Object.keys(inputs).length === 0;
  const found = {
    id,
    inputs: isImport ? (importedInputs(live) as Properties) : asWritten(live, inputs),
    outputs: toState(live, fieldManagerOf(state) ?? newFieldManager()),
  };
  const readiness = readinessOf(live);
  if (isImport || !readiness?.judgedOnRead || annotationOf(inputs, annotation.skipAwait) === "true")
    return found;
  const { ready, problems } = await judgeNow(client, live, readiness);
  if (ready) return found;
  throw new InitializationError(found, [`'${live.metadata.name}' exists, but it is not ready`, ...problems]);
}

/** Undefined when there is no such object, or its kind is gone. */
async function getObject(
  client: KubeClient,
  object: KubeObject,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(object, { signal });
  } catch (error) {
    if (error instanceof KubeError && error.reason === "NoKindMatch") return undefined;
    throw error;
  }
}
