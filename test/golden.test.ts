import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { stackNames } from "../sandbox/engine/settings";
import { checkout } from "../sandbox/folder";
import { expectedFolder, goldenText, render } from "./support/golden";
import { goldenChanges } from "./support/goldenChanges";

const command = "`npm run golden` writes the dumps anew: review and commit what it changes";

describe("the golden dumps", () => {
  it("are one for each stack file", () => {
    const dumps = readdirSync(expectedFolder).map((file) => basename(file, ".json"));
    assert.deepEqual(dumps.sort(), stackNames(checkout), command);
  });

  for (const stack of stackNames(checkout))
    it(`show what the ${stack} stack asks for`, async () => {
      const file = join(expectedFolder, `${stack}.json`);
      const expected = existsSync(file) ? readFileSync(file, "utf8") : "{}";
      const rendered = await goldenText(stack);
      if (rendered === expected) return;
      const changes = goldenChanges(expected, rendered);
      assert.fail(`test/expected/${stack}.json is not what the program asks for:\n${changes}\n${command}`);
    });

  it("do not depend on the environment of the process", async () => {
    const { DOCKER_HOST } = process.env;
    const usual = await goldenText("dev");
    try {
      process.env.DOCKER_HOST = "tcp://docker.example";
      assert.equal(goldenChanges(usual, await goldenText("dev")), "  only the formatting");
    } finally {
      if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = DOCKER_HOST;
    }
  });
});

describe("a golden dump", () => {
  class Part extends pulumi.ComponentResource {
    constructor(name: string, opts: pulumi.ComponentResourceOptions) {
      super("loklak:test:Part", name, {}, opts);
      const first = new kubernetes.core.v1.Namespace("first", {}, { parent: this });
      new kubernetes.core.v1.ConfigMap(
        "settings",
        { metadata: { name: "s" }, data: { file: "a: 1\nb: 2\n" }, immutable: true },
        { parent: this, dependsOn: first, aliases: [{ name: "old" }] },
      );
      new kubernetes.core.v1.ConfigMap("hidden", { data: { key: pulumi.secret("x-y-z") } }, { parent: this });
    }
  }
  const text = (): Promise<string> =>
    render({ stack: "test", config: { "gcp:project": "p" } }, () => {
      new Part("part", { protect: true });
      return { url: "http://a/", token: pulumi.secret("x-y-z") };
    });

  it("has a resource's identity, its options, also inherited ones, and its inputs, each line one line", async () => {
    const { resources } = JSON.parse(await text()) as { resources: Record<string, unknown> };
    assert.deepEqual(resources["part kubernetes:core/v1:ConfigMap settings"], {
      inputs: {
        apiVersion: "v1",
        data: { file: ["a: 1", "b: 2", ""] },
        immutable: true,
        kind: "ConfigMap",
        metadata: { name: "s" },
      },
      options: {
        aliases: [{ name: "old" }],
        dependsOn: ["kubernetes:core/v1:Namespace first"],
        protect: true,
      },
      urn: "urn:pulumi:test::loklak::loklak:test:Part$kubernetes:core/v1:ConfigMap::settings",
    });
    assert.deepEqual(Object.keys(resources), [
      "loklak:test:Part part",
      "part kubernetes:core/v1:ConfigMap hidden",
      "part kubernetes:core/v1:ConfigMap settings",
      "part kubernetes:core/v1:Namespace first",
    ]);
  });

  it("hides secrets", async () => {
    const dump = await text();
    assert.doesNotMatch(dump, /x-y-z/);
    assert.match(dump, /"token": "\[secret\]"/);
    assert.match(dump, /"data": "\[secret\]"/);
  });

  it("is refused when the mocks would mix up two resources", async () => {
    const twice = render({ stack: "test", config: {} }, () => {
      for (const parent of ["one", "other"]) new Part(parent, {});
      return {};
    });
    await assert.rejects(twice, /cannot tell two resources kubernetes:core\/v1:Namespace first apart/);
  });

  it("is compared resource by resource, value by value", () => {
    const dump = (resources: object) => JSON.stringify({ outputs: { url: "a" }, resources });
    const before = dump({ gone: { inputs: {} }, kept: { inputs: { size: 1, file: ["a", "b"] } } });
    const after = dump({ kept: { inputs: { size: 2, file: ["a", "new", "b"] } }, made: { inputs: {} } });
    assert.equal(
      goldenChanges(before, after),
      '- gone\n  kept\n    - inputs.size: 1\n    + inputs.size: 2\n    + inputs.file[]: "new"\n+ made',
    );
    assert.equal(
      goldenChanges(dump({ a: [1, 2] }), dump({ a: [2, 1] })),
      "  a\n    only the order of a list",
    );
    assert.match(goldenChanges(`<<<<<<< HEAD\n${before}`, after), /not JSON/);
  });
});
