import { isDeepStrictEqual } from "node:util";
import { KubeClient } from "./cluster/kubeClient";
import type { BegunCreation } from "./engine/surroundings";
import type { GoogleStore } from "./google/store";
import { objectType } from "./kubernetes/resourceType";
import { idOf } from "./kubernetes/state";

/**
 * The id of what an interrupted creation made, undefined when it made nothing. Images are not looked for: building
 * one again gives the same.
 */
export async function findCreation(
  creation: BegunCreation,
  store: GoogleStore,
  caFile: string,
): Promise<string | undefined> {
  const { type, inputs } = creation.resource;
  if (type.startsWith("gcp:"))
    return Object.entries(store.read().resources).find(
      ([, made]) => made.type === type && isDeepStrictEqual(made.inputs, inputs),
    )?.[0];
  if (type.startsWith("kubernetes:")) return findObject(creation, caFile);
  return undefined;
}

async function findObject(
  { resource, providerInputs: { kubeconfig } }: BegunCreation,
  caFile: string,
): Promise<string | undefined> {
  if (typeof kubeconfig !== "string") return undefined;
  const { name, namespace } = resource.inputs?.metadata as { name: string; namespace?: string };
  const object = { ...objectType(resource.type), metadata: { name, namespace } };
  const found = await new KubeClient(kubeconfig, { caFile }).get(object);
  return found && idOf(found);
}
