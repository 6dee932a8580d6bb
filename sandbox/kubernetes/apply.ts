import { setTimeout as sleep } from "node:timers/promises";
import { KubeError, type KubeClient, type KubeObject } from "../cluster/kubeClient";
import type { CreateContext, Properties, Value } from "../provider/provider";
import { annotation, annotationOf } from "./annotations";
import { hasPredecessor, isOthersField, ownershipPatch } from "./ownership";
import { parsePath } from "./propertyPath";
import { at, isObject, type Json } from "../provider/values";

const creator = "pulumi-kubernetes";
const creationRetries = 5;

export interface WriteSettings {
  fieldManager: string;
  enablePatchForce: boolean;
  upsertExistingObjects: boolean;
}

/**
 * Creates the object; one that exists already is an error. What it needs may come a little later (its namespace, its
 * kind): that is waited for, half a minute in all.
 */
export async function createObject(
  client: KubeClient,
  inputs: Properties,
  settings: WriteSettings,
  { preview: dryRun, signal, log }: CreateContext,
): Promise<KubeObject> {
  const object = asObject(inputs);
  for (let attempt = 0; ; attempt++) {
    try {
      if (!settings.upsertExistingObjects)
        return await client.create(object, { fieldManager: creator, dryRun, signal });
      const force = dryRun || isForced(inputs, settings);
      return await client.apply(object, { fieldManager: settings.fieldManager, force, dryRun, signal });
    } catch (error) {
      const retry = error instanceof KubeError && ["NotFound", "NoKindMatch"].includes(error.reason);
      if (!retry || dryRun || attempt === creationRetries) throw error;
      log("info", `Retry #${attempt}; creation failed: ${error.message}`);
      await sleep(1000 * 2 ** attempt, undefined, { signal });
    }
  }
}

/** Applies the inputs to the object that exists, `live`, under the manager's name. */
export async function updateObject(
  client: KubeClient,
  live: KubeObject,
  inputs: Properties,
  settings: WriteSettings,
  { preview: dryRun, signal, ignoreChanges = [] }: CreateContext,
): Promise<KubeObject> {
  const { fieldManager } = settings;
  const owned = dryRun ? live : await takeOwnership(client, live, fieldManager, signal);
  const object = asObject(leaveToOthers(inputs, owned, fieldManager, ignoreChanges));
  const force = isForced(inputs, settings) || (dryRun && hasPredecessor(live));
  try {
    return await client.apply(object, { fieldManager, force, dryRun, signal });
  } catch (error) {
    if (!(error instanceof KubeError && error.reason === "Conflict")) throw error;
    throw new Error(`server-side apply field conflict of field manager "${fieldManager}": ${error.message}`);
  }
}

/** The object with its predecessors' fields in the manager's hands; tried again when somebody writes it meanwhile. */
async function takeOwnership(
  client: KubeClient,
  live: KubeObject,
  fieldManager: string,
  signal: AbortSignal,
  attempts = 5,
): Promise<KubeObject> {
  const patch = ownershipPatch(live, fieldManager);
  if (patch === undefined) return live;
  try {
    return await client.patch(live, patch, { type: "json", signal });
  } catch (error) {
    if (!(error instanceof KubeError && error.reason === "Conflict") || attempts === 1) throw error;
    const current = await client.get(live, { signal });
    return takeOwnership(client, current ?? live, fieldManager, signal, attempts - 1);
  }
}

function isForced(inputs: Properties, { enablePatchForce }: WriteSettings): boolean {
  return enablePatchForce || annotationOf(inputs, annotation.patchForce) === "true";
}

/** An ignored field that another manager owns is not sent; any other keeps the value it has on the server. */
function leaveToOthers(inputs: Properties, live: KubeObject, manager: string, ignored: string[]): Properties {
  return ignored.map(parsePath).reduce((kept, path) => {
    const current = at(live, ...path) as Value | undefined;
    if (isOthersField(live, manager, path)) return withValue(kept, path, undefined);
    return current === undefined ? kept : withValue(kept, path, current);
  }, inputs);
}

/** A copy with another value at the path of names; undefined removes it. Paths through lists change nothing. */
function withValue(object: Properties, [name, ...rest]: string[], value: Value | undefined): Properties {
  if (name === undefined) return object;
  if (rest.length === 0) return { ...object, [name]: value };
  const inner = object[name] ?? {};
  return isObject(inner) ? { ...object, [name]: withValue(inner, rest, value) } : object;
}

/** What is sent: a secret's stringData as data, whose keys the server removes when they are no longer applied. */
function asObject({ stringData, ...inputs }: Properties): KubeObject {
  if (!isObject(stringData)) return inputs as unknown as KubeObject;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, toBase64(text)] as const);
  const data = { ...(inputs.data as Json | undefined), ...Object.fromEntries(encoded) };
  return { ...inputs, data } as unknown as KubeObject;
}

function toBase64(text: unknown): string {
  return Buffer.from(text as string).toString("base64");
}
