import { createHash } from "node:crypto";
import type { CheckFailure, Properties } from "../provider/provider";
import type { Schema } from "./table";
import { text } from "./values";

/** Inputs that the program did not set but the provider did, listed by the Terraform bridge under this name. */
export const defaultsKey = "__defaults";

/** How pulumi-gcp names a resource by itself (its resources.go). */
interface Naming {
  property: string;
  maxLength: number;
  lowercase: boolean;
}

const lowercase: Naming = { property: "name", maxLength: 63, lowercase: true };
const special: Record<string, Naming> = {
  "gcp:compute/network:Network": lowercase,
  "gcp:compute/subnetwork:Subnetwork": lowercase,
  "gcp:compute/router:Router": lowercase,
  "gcp:compute/routerNat:RouterNat": lowercase,
  "gcp:storage/bucket:Bucket": lowercase,
  "gcp:serviceaccount/account:Account": { property: "accountId", maxLength: 30, lowercase: false },
};

function namingOf(type: string, schema: Schema): Naming | undefined {
  if (special[type]) return special[type];
  const name = schema.name;
  return name && !name.computed ? { property: "name", maxLength: 255, lowercase: false } : undefined;
}

/** What the generated name depends on. */
export interface NamedResource {
  type: string;
  schema: Schema;
  logicalName: string;
  randomSeed: Uint8Array;
}

/** Adds `<logical name>-<7 hex digits>` where the program gives no name; an earlier generated name is kept. */
export function withName(
  resource: NamedResource,
  olds: Properties,
  news: Properties,
): { inputs: Properties; failures: CheckFailure[] } {
  const naming = namingOf(resource.type, resource.schema);
  if (naming === undefined || news[naming.property] !== undefined) return { inputs: news, failures: [] };
  const { property, maxLength } = naming;
  const kept = isGenerated(olds, property) ? text(olds, property) : undefined;
  if (kept !== undefined) return { inputs: { ...news, [property]: kept }, failures: [] };
  const base = naming.lowercase ? resource.logicalName.toLowerCase() : resource.logicalName;
  const name = `${base}-${suffix(resource.randomSeed)}`;
  const reason = `the name generated from ${resource.logicalName}, ${name}, is longer than ${maxLength} characters`;
  const failures = name.length > maxLength ? [{ property, reason }] : [];
  return { inputs: { ...news, [property]: name }, failures };
}

function suffix(seed: Uint8Array): string {
  return createHash("sha256").update(seed).digest("hex").slice(0, 7);
}

/** Without a list of defaults the bridge takes every earlier value for generated. */
function isGenerated(inputs: Properties, property: string): boolean {
  const defaults = inputs[defaultsKey];
  return !Array.isArray(defaults) || defaults.includes(property);
}

/** True when the program gave the name itself, so that old and new cannot exist together: the bridge's rule. */
export function namedByProgram(type: string, schema: Schema, inputs: Properties): boolean {
  const property = namingOf(type, schema)?.property;
  return property !== undefined && inputs[property] !== undefined && !isGenerated(inputs, property);
}
