import type { KubeObject } from "../cluster/kubeClient";
import { at, isObject, listAt, type Json } from "../provider/values";

/** What the API server notes about who set which fields; fieldsV1 is a tree of `f:<name>` keys. */
export interface ManagedFields {
  manager: string;
  operation: "Apply" | "Update";
  apiVersion: string;
  fieldsType: "FieldsV1";
  fieldsV1: Json;
  subresource?: string;
  time?: string;
}

/** Managers whose fields an update takes over: kubectl's, and what pulumi-kubernetes made without server-side apply. */
const predecessors = [
  ["kubectl", "Apply"],
  ["kubectl", "Update"],
  ["before-first-apply", "Update"],
  ["pulumi-kubernetes", "Update"],
  ["pulumi-kubernetes.exe", "Update"],
  ["pulumi-resource-kubernetes", "Update"],
];

/**
 * The JSON patch that makes the manager the owner of its predecessors' fields, so that applying without one of them
 * removes it; undefined when there is nothing to take over.
 */
export function ownershipPatch(live: KubeObject, manager: string): object[] | undefined {
  const entries = managedFields(live);
  const taken = entries.filter(isPredecessor);
  const [first] = taken;
  if (first === undefined) return undefined;
  const own = entries.find((entry) => entry.manager === manager && entry.operation === "Apply");
  const fieldsV1 = [...taken, ...(own ? [own] : [])].map((entry) => entry.fieldsV1).reduce(union);
  const others = entries.filter((entry) => !taken.includes(entry) && entry !== own);
  const value = [...others, { ...first, manager, operation: "Apply", fieldsV1 }];
  return [
    { op: "replace", path: "/metadata/managedFields", value },
    { op: "replace", path: "/metadata/resourceVersion", value: live.metadata.resourceVersion },
  ];
}

/** True when a predecessor owns fields: a preview must then force what the update first takes over. */
export function hasPredecessor(live: KubeObject): boolean {
  return managedFields(live).some(isPredecessor);
}

/** True when somebody else set the field (steps of names) and the manager did not. */
export function isOthersField(live: KubeObject, manager: string, path: string[]): boolean {
  const holders = managedFields(live).filter(
    ({ fieldsV1 }) => at(fieldsV1, ...path.map((step) => `f:${step}`)) !== undefined,
  );
  return holders.length > 0 && holders.every((entry) => entry.manager !== manager);
}

function managedFields(live: KubeObject): ManagedFields[] {
  return listAt<ManagedFields>(live, "metadata", "managedFields");
}

function isPredecessor({ manager, operation, subresource }: ManagedFields): boolean {
  return (
    subresource === undefined && predecessors.some(([name, how]) => name === manager && how === operation)
  );
}

function union(one: Json, other: Json): Json {
  const merged = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const known = merged[key];
    merged[key] = isObject(known) && isObject(value) ? union(known, value) : value;
  }
  return merged;
}
