import fc from "fast-check";
import assert from "node:assert/strict";
import { z } from "zod";
import { ConfigurationError } from "../config/problems";
import { schema } from "../config/schema";
import { digest, parse, pinned } from "./support/configCases";
import { type JsonSchema, type Path, replaced, textKeys, texts } from "./support/configTexts";
import { anyText, fragments, holds } from "./support/property";

/** A configuration with a text at every place that takes one. */
const everything = {
  region: "us-central1",
  zones: ["us-central1-a"],
  network: { nodeRange: "10.10.0.0/20", podRange: "10.20.0.0/16", serviceRange: "10.30.0.0/20" },
  cluster: { authorizedRanges: ["192.0.2.0/24"], maintenanceStart: "04:00" },
  nodePools: { default: { machineType: "e2-standard-4", nodesPerZone: 1 } },
  elasticsearch: {
    nodePool: "default",
    diskNames: ["disk"],
    restores: [{ snapshots: ["snapshot"] }],
    image: digest,
  },
  loklak: {
    nodePool: "default",
    source: {
      repository: "https://github.com/loklak/loklak_server.git",
      branch: "development",
      commit: "f".repeat(40),
    },
    image: digest,
  },
  door: { nodePool: "default", image: digest, adminRanges: ["192.0.2.0/24"] },
  domain: { name: "loklak.example.org", managedZone: "example-org" },
  baseImages: { maven: pinned("maven:3.9"), java: pinned("java"), nginx: pinned("nginx") },
  dumps: { zones: ["us-central1-a"], diskName: "dumps" },
  snapshots: { startTime: "03:00" },
};

const asValues = (config: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).map(([key, value]) => [`loklak:${key}`, value]));

/** The message when it is refused as it should be; undefined when it is accepted. Anything else is an error. */
function refusal(values: Record<string, unknown>, stack?: string): string | undefined {
  try {
    parse(values, stack);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const [title = "", ...problems] = error.message.split("\n");
    assert.match(title, /is not usable, nothing was changed:$/);
    for (const problem of problems) assert.match(problem, /^ {2}(loklak:|gcp:project|the stack's name)/);
    assert.doesNotMatch(error.message, /[\0-\x09\x0b-\x1f]/);
    const ownWords = error.message.replace(/"(\\.|[^"\\])*"/g, "");
    assert.doesNotMatch(ownWords, /NaN|undefined|\[object/);
    return error.message;
  }
}

describe("attacks by configuration", function () {
  this.timeout(120_000);
  // Snapshots that nobody asked Google for are refused, so the restore is left out where all must be right.
  const { restores: _, ...elasticsearch } = everything.elasticsearch;
  const usable = { ...everything, elasticsearch };

  it("are tried at every place that takes a text", () => {
    const places = new Set(texts(everything).map((path) => `.${path.join(".")}`));
    const isTried = (key: string): boolean => {
      const pattern = new RegExp(`^${key.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`);
      return [...places].some((place) => pattern.test(place));
    };
    const keys = textKeys(z.toJSONSchema(schema, { io: "input" }) as JsonSchema);
    assert.deepEqual(
      keys.filter((key) => !isTried(key)),
      [".loklak.settings.*"],
    );
    assert.equal(refusal(asValues(usable)), undefined);
  });

  it("find no place in which a text may hold more than a name, an address or a time", () => {
    const harmless = /^(https:\/\/)?\w[\w.:-]*(\/\w[\w.:-]*)*(@sha256:[0-9a-f]{64})?$/;
    const tryAt = (path: Path, attack: (text: string) => string): void => {
      let attacked = "";
      const change = (text: string): string => (attacked = attack(text));
      const values = asValues(replaced(usable, path, change) as object);
      if (refusal(values) === undefined) assert.match(attacked, harmless, path.join("."));
    };
    for (const path of texts(usable))
      for (const fragment of fragments) {
        tryAt(path, (text) => fragment + text);
        tryAt(path, (text) => text + fragment);
      }
    const anywhere = fc.record({
      path: fc.constantFrom(...texts(usable)),
      at: fc.nat(80),
      inserted: anyText,
    });
    holds(
      anywhere,
      ({ path, at, inserted }) => tryAt(path, (text) => text.slice(0, at) + inserted + text.slice(at)),
      200,
    );
  });

  it("by keys or values of any form are refused with one line for each", () => {
    const key = fc.oneof(fc.constantFrom(...Object.keys(everything)), fc.string());
    const inner = fc.oneof(
      fc.constantFrom("nodePool", "constructor", "__proto__", "toString", "nodes", "settings", "source"),
      fc.string({ unit: "binary" }),
    );
    const value = fc.oneof(fc.jsonValue(), fc.dictionary(inner, fc.oneof(fc.jsonValue(), inner)));
    holds(
      fc.dictionary(key, value),
      (config) => {
        refusal(asValues(config));
      },
      200,
    );
  });

  it("by a name that every object has are refused", () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype))
      for (const section of ["elasticsearch", "loklak", "door"])
        assert.match(
          refusal({ [`loklak:${section}`]: { nodePool: name } }) ?? "",
          /nodePool: "\w+" must be one of nodePools: default$/,
        );
  });

  it("by the stack's name or the project are refused", () => {
    for (const fragment of fragments)
      for (const name of [`dev${fragment}`, `dev${fragment}x`]) {
        if (/^[a-z0-9-]+$/.test(name)) continue;
        assert.ok(refusal({}, name) !== undefined, JSON.stringify(name));
        assert.ok(refusal({ "gcp:project": `loklak-${name}` }) !== undefined, JSON.stringify(name));
      }
  });
});
