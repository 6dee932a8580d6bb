import assert from "node:assert/strict";
import { z } from "zod";
import { schema } from "../config/schema";
import { withEdited } from "./support/editedTree";
import { bases, edits } from "./verdictEdits/edits";

type JsonSchema = ReturnType<typeof z.toJSONSchema>;

/** The paths of all keys that have a value of their own, `*` for a name that the operator gives. */
function keysOf(part: JsonSchema | boolean | undefined, path: string[] = []): string[] {
  if (typeof part !== "object") return [path.join(".")];
  const below = Object.entries((part.properties ?? {}) as Record<string, JsonSchema>);
  const named = typeof part.additionalProperties === "object" ? part.additionalProperties : undefined;
  if (named) return keysOf(named as JsonSchema, [...path, "*"]);
  if (below.length === 0) return [path.join(".")];
  return below.flatMap(([key, value]) => keysOf(value, [...path, key]));
}

/** The paths of all values that are set; those of lists are the list's. */
function pathsIn(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, each]) => pathsIn(each, `${path}.${key}`));
}

describe("edits whose verdict is tested", () => {
  const set = edits.flatMap(({ changes }) =>
    changes.flatMap((change) => ("key" in change ? pathsIn(change.value, change.key) : [])),
  );
  const keys = keysOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));

  it("knows the keys of the configuration", () => {
    for (const key of ["region", "nodePools.*.machineType", "loklak.settings.*", "domain.managedZone"])
      assert.ok(keys.includes(key), `${key} among ${keys.join(", ")}`);
  });

  for (const key of keys)
    it(`there is one of loklak:${key}`, () => {
      const pattern = new RegExp(`^${key.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`);
      assert.ok(set.some((path) => pattern.test(path)));
    });

  it("have each a name of its own", () => {
    const names = edits.map(({ stack, name }) => `${stack} ${name}`);
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) < i),
      [],
    );
  });

  for (const { name, stack, changes } of edits)
    it(`"${name}" of ${stack} can be made`, () =>
      withEdited([...bases[stack], ...changes], stack, () => undefined));
});
