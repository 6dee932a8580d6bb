import type { Properties } from "../provider/provider";
import { at } from "../provider/values";

/** The annotations of pulumi-kubernetes that the stand-in obeys. */
export const annotation = {
  autonamed: "pulumi.com/autonamed",
  skipAwait: "pulumi.com/skipAwait",
  waitFor: "pulumi.com/waitFor",
  timeoutSeconds: "pulumi.com/timeoutSeconds",
  patchForce: "pulumi.com/patchForce",
  deletionPropagationPolicy: "pulumi.com/deletionPropagationPolicy",
} as const;

/** The value of an annotation; undefined when the object lacks it or it is not text. */
export function annotationOf(object: object, name: string): string | undefined {
  const value = at(object, "metadata", "annotations", name);
  return typeof value === "string" ? value : undefined;
}

/** The names of annotations that change what pulumi-kubernetes does and that the stand-in does not know. */
export function unknownAnnotations(inputs: Properties): string[] {
  const known: string[] = Object.values(annotation);
  const given = Object.keys(at(inputs, "metadata", "annotations") ?? {});
  return given.filter((name) => name.startsWith("pulumi.com/") && !known.includes(name));
}
