import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { schema } from "../config/schema";

describe("the page of the configuration", () => {
  const table = new Map(
    readFileSync("docs/reference/configuration.md", "utf8")
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

describe("the picture of a stack", () => {
  it("has every Deployment and StatefulSet, and no other", () => {
    const picture = readFileSync("docs/architecture.svg", "utf8");
    const shown = [...picture.matchAll(/>((?:Deployment|StatefulSet) [a-z-]+)</g)].map(([, name]) => name);
    const { resources } = JSON.parse(readFileSync("test/expected/dev.json", "utf8")) as { resources: object };
    const rendered = Object.keys(resources)
      .map((key) => / kubernetes:apps\/v1:(.+)$/.exec(key)?.[1])
      .filter((workload) => workload !== undefined);
    assert.deepEqual(shown.sort(), rendered.sort());
  });
});

describe("a link in README and docs/", () => {
  const pages = ["docs", "docs/reference"].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".md"))
      .map((file) => join(folder, file)),
  );
  for (const page of ["README.md", ...pages])
    it(`leads somewhere from ${page}`, () => {
      for (const [, target = ""] of readFileSync(page, "utf8").matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : join(dirname(page), path);
        assert.ok(existsSync(file), `${page}: ${target}`);
        if (anchor !== undefined) assert.ok(anchors(file).includes(anchor), `${page}: ${target}`);
      }
    });
});

/** The anchors that GitHub gives a page's headings. */
function anchors(page: string): string[] {
  const headings = readFileSync(page, "utf8").matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, text = ""]) =>
    text
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

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
