import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { schema } from "../config/schema";
import { checkout } from "../sandbox/folder";
import { applyChanges } from "./verdictEdits/change";
import { bases, edits } from "./verdictEdits/edits";

/** As far as the configuration's schema uses it. */
interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
}

/** The paths of all keys that have a value of their own, `*` for a name that the operator gives. */
function keysOf({ properties = {}, additionalProperties }: JsonSchema, path: string[] = []): string[] {
  if (typeof additionalProperties === "object") return keysOf(additionalProperties, [...path, "*"]);
  const below = Object.entries(properties);
  return below.length === 0 ? [path.join(".")] : below.flatMap(([key, part]) => keysOf(part, [...path, key]));
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
  const keys = keysOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema);

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
    it(`"${name}" of ${stack} can be made`, () => {
      const tree = mkdtempSync(join(tmpdir(), "loklak-edit-"));
      const all = [...bases[stack], ...changes];
      const files = all.flatMap((change) => ("file" in change ? [change.file] : []));
      for (const file of [`Pulumi.${stack}.yaml`, ...files]) cpSync(join(checkout, file), join(tree, file));
      try {
        applyChanges(all, stack, tree);
      } finally {
        rmSync(tree, { recursive: true });
      }
    });
});
