import type { KubeClient, KubeObject } from "../cluster/kubeClient";
import { InitializationError, type CreateContext, type Created, type Properties } from "../provider/provider";
import { annotation, annotationOf } from "./annotations";
import { createObject, updateObject, type WriteSettings } from "./apply";
import { readinessOf } from "./await/kinds";
import { waitForReadiness } from "./await/waitFor";
import { NotReadyError, waitUntilReady } from "./await/ready";
import { refusal } from "./refusal";
import { idOf, toState } from "./state";

const defaultTimeoutSeconds = 600;

/** One write of one object. */
export interface Operation {
  client: KubeClient;
  inputs: Properties;
  settings: WriteSettings;
  context: CreateContext;
}

/** Creates the object and waits until it is ready. */
export async function createAndWait(operation: Operation): Promise<Created> {
  const { client, inputs, settings, context } = operation;
  const created = await createObject(client, inputs, settings, context).catch((error: unknown) => {
    throw refusal("created", context, error);
  });
  const about = `resource ${context.urn} was successfully created, but it failed to become ready`;
  return { id: idOf(created), outputs: await untilReady(operation, created, about) };
}

/** Applies the inputs and waits until the object is ready. */
export async function updateAndWait(operation: Operation): Promise<Properties> {
  const { updated, live } = await applyToLive(operation).catch((error: unknown) => {
    throw refusal("updated", operation.context, error);
  });
  const about = `${idOf(updated)} was updated, but it failed to become ready`;
  return untilReady(operation, updated, about, live);
}

/** Applies the inputs to the object that the server has. */
export async function applyToLive({ client, inputs, settings, context }: Operation) {
  const reference = inputs as unknown as KubeObject;
  const live = await client.get(reference, { signal: context.signal });
  if (live === undefined)
    throw new Error(`${idOf(reference)} is not on the cluster any more; a refresh tells`);
  return { live, updated: await updateObject(client, live, inputs, settings, context) };
}

/** The seconds a resource allows for an operation. */
export function timeoutOf(object: object, { timeoutSeconds }: CreateContext): number {
  if (timeoutSeconds > 0) return timeoutSeconds;
  const annotated = Number(annotationOf(object, annotation.timeoutSeconds));
  return Number.isInteger(annotated) ? annotated : defaultTimeoutSeconds;
}

async function untilReady(
  { client, inputs, settings, context }: Operation,
  applied: KubeObject,
  about: string,
  previous?: KubeObject,
): Promise<Properties> {
  const readiness = waitForReadiness(inputs) ?? readinessOf(applied);
  if (readiness === undefined || annotationOf(inputs, annotation.skipAwait) === "true")
    return toState(applied, settings.fieldManager);
  const { signal } = context;
  const timeoutSeconds = readiness.fixedTimeoutSeconds ?? timeoutOf(inputs, context);
  const log = (message: string): void => context.log("info", message);
  try {
    const live = await waitUntilReady(client, applied, readiness, { previous, timeoutSeconds, signal, log });
    return toState(live, settings.fieldManager);
  } catch (error) {
    if (!(error instanceof NotReadyError)) throw error;
    const state = { id: idOf(applied), inputs, outputs: toState(error.object, settings.fieldManager) };
    throw new InitializationError(state, [`${about}: ${error.message}`, ...error.problems]);
  }
}
