import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { schema } from "../config/schema";

describe("README", () => {
  const table = new Map(
    readFileSync("README.md", "utf8")
      .split("\n")
      .map((line) => /^\| `(loklak:[^`]+)` \| (.+?) \|/.exec(line))
      .filter((row) => row !== null)
      .map(([, key, value]) => [key, value]),
  );

  it("lists every configuration key with its default, and no other", () => {
    const keys = leaves(z.toJSONSchema(schema, { io: "input" }) as Schema, "loklak:");
    assert.deepEqual([...table.keys()].sort(), [...keys.keys()].sort());
    for (const [key, value] of keys) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      if (value === undefined) assert.match(table.get(key) ?? "", /^–/, key);
      else if (key !== "loklak:nodePools") assert.equal(table.get(key), `\`${text}\``, key);
    }
  });
});

interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  default?: unknown;
}

/** The keys an operator can set, as the README names them, with their defaults. */
function leaves(at: Schema, path: string): Map<string, unknown> {
  const separator = path.endsWith(":") ? "" : ".";
  if (at.properties)
    return new Map(
      Object.entries(at.properties).flatMap(([key, inner]) => [...leaves(inner, path + separator + key)]),
    );
  const named = at.additionalProperties;
  if (named && named.properties) return new Map([[path, at.default], ...leaves(named, `${path}.<name>`)]);
  return new Map([[path, at.default]]);
}
