import type { KubeObject } from "../cluster/kubeClient";
import type { Properties } from "../provider/provider";
import type { Json } from "../provider/values";

const fieldManagerKey = "__fieldManager";

/** What is kept of an object: the object as it is, and the field manager it is applied under. */
export function toState(live: KubeObject, fieldManager: string): Properties {
  return { ...(live as unknown as Properties), [fieldManagerKey]: fieldManager };
}

/** The object as it was last seen. */
export function liveOf({ [fieldManagerKey]: _, ...live }: Properties): KubeObject {
  return live as unknown as KubeObject;
}

/** Undefined for an object that was imported. */
export function fieldManagerOf(state: Properties): string | undefined {
  const manager = state[fieldManagerKey];
  return typeof manager === "string" ? manager : undefined;
}

/** `namespace/name`, or the name alone. */
export function idOf({ metadata: { name, namespace } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The name and namespace that an id stands for. */
export function parseId(id: string): { name: string; namespace?: string } {
  const [first = "", second] = id.split("/");
  return second === undefined ? { name: first } : { name: second, namespace: first };
}

/** What a preview may tell of an object: all but the status, which only a later `up` can tell. */
export function withoutStatus({ status: _, ...rest }: KubeObject): KubeObject {
  return rest;
}

/** Inputs for an object that exists already: all that is not the server's own. */
export function importedInputs(live: KubeObject): Json {
  const { status: _status, metadata, ...rest } = live;
  const { name, namespace, labels, annotations } = metadata;
  const {
    "deployment.kubernetes.io/revision": _r,
    "kubectl.kubernetes.io/last-applied-configuration": _l,
    ...kept
  } = annotations ?? {};
  return { ...rest, metadata: { name, namespace, labels, annotations: annotations && kept } };
}
