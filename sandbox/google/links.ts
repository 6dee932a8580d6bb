import { invalid, inUse, notFound } from "./errors";
import { idOf, type Place, placeOf, resolve } from "./ids";
import { refuseKey } from "./keyUse";
import type { Reference, Resource } from "./resourceType";
import type { State, StoredResource } from "./store";
import { rulesOf } from "./types";
import { valuesAt } from "./values";
import { UNKNOWN, type Properties } from "../provider/provider";

/** A reference with the id it stands for. */
interface Link {
  reference: Reference;
  type: string;
  id: string;
}

function linksOf(type: string, properties: Properties, place: Place): Link[] {
  return (rulesOf(type).references ?? []).flatMap((reference) =>
    valuesAt(properties, reference.property).flatMap(({ value }) => {
      if (typeof value !== "string" || value === "" || value === UNKNOWN) return [];
      const to = typeof reference.to === "string" ? reference.to : reference.to(value);
      return [{ reference, type: to, id: resolve(to, value, place) }];
    }),
  );
}

/** Throws when something that the resource newly names does not exist, or is a key that cannot be used for it. */
export function refuseMissing(resource: Resource, state: State): void {
  const stored = state.resources[resource.id];
  const before = (stored ? storedLinks(stored) : []).map(({ id }) => id);
  for (const { reference, type, id } of linksOf(resource.type, resource.inputs, resource.place)) {
    if (before.includes(id)) continue;
    if (state.resources[id]?.type !== type) throw notFound(type, id);
    if (reference.encrypts) refuseKey(resource, reference, id, state);
  }
}

/** Throws when another resource holds this one. */
export function refuseHeld(type: string, id: string, state: State): void {
  const [holder] = linkedTo(id, state, ({ holds }) => holds === true);
  if (holder !== undefined) throw inUse(type, id, holder);
}

/** The ids of resources that go with this one. */
export function belongings(id: string, state: State): string[] {
  return linkedTo(id, state, ({ belongs }) => belongs === true);
}

function linkedTo(id: string, state: State, counts: (reference: Reference) => boolean): string[] {
  return Object.entries(state.resources)
    .filter(([, stored]) => storedLinks(stored).some((link) => link.id === id && counts(link.reference)))
    .map(([otherId]) => otherId);
}

function storedLinks({ type, outputs }: StoredResource): Link[] {
  return linksOf(type, outputs, placeOf(type, outputs, {}));
}

/** Throws when an update would give the resource another id. */
export function refuseRenamed(resource: Resource): void {
  const id = idOf(resource.type, resource.inputs, resource.place);
  if (id !== resource.id) throw invalid(`${resource.id} cannot be renamed to ${id}`);
}
