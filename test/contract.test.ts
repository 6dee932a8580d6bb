import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { configuredSource, contractSource, parseContract, readContract } from "../contract";
import { contractVersion } from "../outputs";
import {
  contractFile,
  contractProblem,
  type ContractSchema,
  contractSchema,
  partsOf,
} from "./support/contractSchema";
import { goldenOutputs } from "./support/golden";

describe("the contract", () => {
  const published = () => JSON.parse(readFileSync(contractFile, "utf8")) as ContractSchema;

  it("is published as it is", () => {
    assert.deepEqual(published(), contractSchema(), "`npm run golden` publishes it");
  });

  it("says of every output what it is", () => {
    const parts = partsOf(contractSchema()).filter(([path]) => !path.includes("."));
    const silent = parts.filter(([path, { description }]) => !path.endsWith("[]") && !description);
    assert.deepEqual(silent, []);
  });

  const changed = (version: string, change: (properties: Record<string, object>) => void) => {
    const next = structuredClone(contractSchema());
    change(next.properties as Record<string, object>);
    return contractProblem({ ...contractSchema(), version: "1.2" }, { ...next, version });
  };
  for (const [what, change, needed] of [
    ["takes an output away", (outputs) => delete outputs.kubeconfig, "2.0"],
    ["gives one another type", (outputs) => (outputs.zones = { type: "string" }), "2.0"],
    ["takes a part away", (outputs) => delete inner(outputs.network).podRange, "2.0"],
    ["no longer promises one", (outputs) => (outputs.network = { ...outputs.network, required: [] }), "2.0"],
    ["adds one", (outputs) => (outputs.more = { type: "string" }), "1.3"],
    ["changes words alone", (outputs) => (outputs.url = { ...outputs.url, description: "other" }), "1.2"],
  ] as [string, (outputs: Record<string, object>) => unknown, string][])
    it(`that ${what} needs version ${needed} after 1.2`, () => {
      for (const version of ["1.1", "1.2", "1.3", "2.0", "2.1", "3.0"]) {
        const problem = changed(version, change);
        if (version === needed) assert.equal(problem, undefined);
        else assert.match(problem ?? "", new RegExp(`is ${version}, but after 1.2 it must be ${needed}`));
      }
    });

  it("has nothing in it that lets anybody in", async () => {
    for (const stack of ["dev", "prod"])
      assert.doesNotMatch(
        JSON.stringify(await goldenOutputs(stack)),
        /\[secret\]|token|password|client-key|certificate-data/,
      );
  });
});

describe("what a consumer reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "loklak-contract-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "outputs.json");
  const read = (text: string) => {
    writeFileSync(file, text);
    return readContract({ file });
  };
  const from = "stack organization/loklak/dev";
  let outputs: Record<string, unknown>;
  before(async () => (outputs = await goldenOutputs("dev")));
  const without = (name: string) =>
    Object.fromEntries(Object.entries(outputs).filter(([key]) => key !== name));

  it("is what every stack's program returns", async () => {
    for (const stack of ["dev", "prod"]) {
      const values = await goldenOutputs(stack);
      assert.deepEqual(await read(JSON.stringify(values)), values);
    }
  });

  it("may be of a later version that adds to it", () => {
    const read = parseContract(from, { ...outputs, contractVersion: "1.99", more: 1 });
    assert.equal(read.contractVersion, "1.99");
    assert.ok(!("more" in read));
  });

  it("is refused with every output that is missing or wrong, the stack and both versions", () => {
    assert.throws(
      () => parseContract(from, { ...without("nodePools"), network: { name: 1 } }),
      (error: Error) => {
        const { message, stack } = error;
        assert.match(
          message,
          /^stack organization\/loklak\/dev cannot be deployed onto, nothing was changed: /,
        );
        assert.match(
          message,
          new RegExp(`its contract is "${contractVersion}", this program is made for "${contractVersion}"`),
        );
        assert.match(message, /\n {2}output nodePools: is missing\n/);
        assert.match(message, /\n {2}output network\.name: .*string.*\n/);
        assert.match(message, /\n {2}output network\.podRange: is missing\n/);
        assert.equal(stack, "");
        return true;
      },
    );
  });

  for (const [version, advice] of [
    [undefined, /its contract is "none", .* made for "1\.1"[^]*newer version of its program/],
    ["0.9", /its contract is "0\.9", [^]*newer version of its program/],
    ["2.0", /its contract is "2\.0", [^]*newer one/],
    [1, /its contract is 1, [^]*newer version of its program/],
  ] as const)
    it(`is refused when its contract's version is ${version}`, () => {
      assert.throws(() => parseContract(from, { ...outputs, contractVersion: version }), advice);
    });

  it("is refused when the stack is not deployed", () => {
    assert.throws(() => parseContract(from, {}), /organization\/loklak\/dev .*not deployed yet/);
  });

  for (const [what, text, why] of [
    ["no JSON", "Current stack outputs (1):", /is not what `pulumi stack output --json` prints/],
    ["a list", "[]", /is not what `pulumi stack output --json` prints/],
    ["empty", "{}", /the file .*outputs\.json .*not deployed yet/],
    [
      "another program's",
      '{"url":"x"}',
      /the file .*its contract is "none"[^]*output kubeconfig: is missing/,
    ],
  ] as const)
    it(`is refused in a file that is ${what}, by its name`, async () => {
      await assert.rejects(read(text), why);
    });

  it("is refused in a file that is not there, and names the stack that one is of", async () => {
    await assert.rejects(
      readContract({ file: "nowhere.json" }),
      /the file nowhere\.json .*does not exist \(\//,
    );
    await assert.rejects(
      read(JSON.stringify(without("kubeconfig"))),
      /the file .*outputs\.json, of stack organization\/loklak\/dev, .*\n {2}output kubeconfig: is missing/,
    );
  });

  it("is named by the configuration, which is refused by key when it names none", () => {
    const key = `${pulumi.getProject()}:platform`;
    const before = pulumi.runtime.allConfig();
    const configured = (platform: string) => {
      pulumi.runtime.setAllConfig({ [key]: platform });
      return configuredSource();
    };
    try {
      assert.deepEqual(configured('{"file":"loklak.json"}'), { file: "loklak.json" });
      for (const wrong of ['"dev"', '{"stack":"dev"}', "{}"])
        assert.throws(
          () => configured(wrong),
          ({ message }: Error) => message.includes(`${key}: ${wrong} must be { stack: <organization>`),
        );
    } finally {
      pulumi.runtime.setAllConfig(before);
    }
  });

  it("is looked for by a full name or in a file", () => {
    for (const source of [{ stack: "organization/loklak/dev" }, { file: "x.json" }])
      assert.deepEqual(contractSource.parse(source), source);
    for (const source of [
      { stack: "dev" },
      { stack: "a/b/c/d" },
      { stack: "a//c" },
      {},
      "dev",
      { file: "" },
    ]) {
      const { error } = contractSource.safeParse(source);
      assert.match(error?.issues[0]?.message ?? "", /^must be \{ stack: <organization>/);
    }
  });
});

const inner = (part: object | undefined) => (part as { properties: Record<string, object> }).properties;
