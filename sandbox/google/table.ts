import table from "./properties.json";
import type { Value } from "../provider/provider";

/** What the real provider's schema says of a property. */
export interface PropertySchema {
  type:
    | "boolean"
    | "integer"
    | "list"
    | "list of objects"
    | "map"
    | "number"
    | "object"
    | "set"
    | "set of objects"
    | "string";
  required?: boolean;
  /** Only Google sets it. */
  computed?: boolean;
  /** Google sets it when the program does not. */
  filled?: boolean;
  default?: Value;
  /** A change makes a new resource. */
  replaces?: boolean;
  /** In the provider's own form, such as `ip_allocation_policy.0.cluster_ipv4_cidr_block`. */
  conflictsWith?: string[];
  properties?: Schema;
}

export type Schema = Record<string, PropertySchema>;

const types = table.types as unknown as Record<string, Schema>;

/** The resource types the stand-in knows. */
export const knownTypes = Object.keys(types);

/** A type that the table lacks is an error. */
export function schemaOf(type: string): Schema {
  const schema = types[type];
  if (schema) return schema;
  throw new Error(
    `the Google Cloud stand-in does not know the resource type ${type}; it knows: ${knownTypes.join(", ")}`,
  );
}

/** Elements of this property are objects with properties of their own. */
export function hasObjects(property: PropertySchema): boolean {
  return property.type.endsWith("objects");
}

export function isCollection(property: PropertySchema): boolean {
  return property.type.startsWith("list") || property.type.startsWith("set");
}

/** Lists that other properties conflict with: their names are plural in Pulumi. */
const plurals: Record<string, string> = { wrr: "wrrs" };

/** The provider's `a_b.0.c` as `a.c`, the form of {@link valueAt}. */
export function conflictPath(path: string): string {
  return path
    .split(".")
    .filter((step) => !/^\d+$/.test(step))
    .map((step) => plurals[step] ?? step.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()))
    .join(".");
}
