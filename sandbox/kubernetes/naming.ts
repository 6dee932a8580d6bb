import { createHash, randomBytes } from "node:crypto";
import type { Properties } from "../provider/provider";
import { annotation, annotationOf } from "./annotations";
import { at, isObject, textAt } from "../provider/values";

/** True when the object has a name, even one that only a later `up` can tell. */
export function isNamed(inputs: Properties): boolean {
  return textAt(inputs, "metadata", "name") !== "";
}

/** True when the provider chose the object's name. */
export function isAutonamed(object: object): boolean {
  return annotationOf(object, annotation.autonamed) === "true";
}

/**
 * The inputs with a name: their own, else the one chosen before, else `<logical name>-<8 hexadecimal digits>`.
 * A chosen name is marked by an annotation. Throws for generateName, which server-side apply cannot do.
 */
export function withName(
  inputs: Properties,
  oldInputs: Properties,
  name: string,
  seed: Uint8Array,
): Properties {
  if (isNamed(inputs)) return inputs;
  const isNew = Object.keys(oldInputs).length === 0;
  if (isNew && at(inputs, "metadata", "generateName") !== undefined)
    throw new Error("the .metadata.generateName field is not supported in Server-Side Apply mode");
  if (isNew) return withAutoname(inputs, `${name}-${suffix(seed)}`);
  return isAutonamed(oldInputs) ? withAutoname(inputs, textAt(oldInputs, "metadata", "name")) : inputs;
}

/** A field manager's name of its own for each object, as pulumi-kubernetes gives it. */
export function newFieldManager(): string {
  return `pulumi-kubernetes-${suffix(new Uint8Array())}`;
}

/** Metadata that only a later `up` can tell takes no name. */
function withAutoname(inputs: Properties, name: string): Properties {
  const metadata = inputs.metadata ?? {};
  const annotations = at(metadata, "annotations") ?? {};
  if (!isObject(metadata) || !isObject(annotations)) return inputs;
  const marked = { ...annotations, [annotation.autonamed]: "true" };
  return { ...inputs, metadata: { ...metadata, name, annotations: marked } };
}

function suffix(seed: Uint8Array): string {
  const bytes = seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(4);
  return bytes.toString("hex").slice(0, 8);
}
