import assert from "node:assert/strict";
import { parseConfig } from "../../config";

/** A base image by a digest that no image has. */
export const pinned = (name: string) => `${name}@sha256:${"0".repeat(64)}`;

/** An image by a digest that no image has. */
export const digest = `us-docker.pkg.dev/p/r/i@sha256:${"a".repeat(64)}`;

/** All that has no default. */
export const minimal = {
  "gcp:project": "loklak-example",
  "loklak:baseImages": JSON.stringify({
    maven: pinned("maven:3.9"),
    java: pinned("java"),
    nginx: pinned("nginx"),
  }),
};

/** Values as a stack's file holds them; the engine hands everything but text over as JSON. */
export function parse(values: Record<string, unknown>, stack = "dev") {
  const texts = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseConfig(stack, { ...minimal, ...(Object.fromEntries(texts) as Record<string, string>) });
}

/** One test for each configuration that must do. */
export function accepts(cases: [what: string, values: Record<string, unknown>][]): void {
  for (const [what, values] of cases) it(`accepts ${what}`, () => void parse(values));
}

/** One test for each configuration that must be refused with a message. */
export function refuses(cases: [what: string, values: Record<string, unknown>, message: string][]): void {
  for (const [what, values, message] of cases)
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parse(values),
        (error: Error) => {
          assert.ok(error.message.includes(message), error.message);
          return true;
        },
      );
    });
}
