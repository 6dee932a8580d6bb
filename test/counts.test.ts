import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../sandbox/folder";
import { type Counts, noTests, succeeded, sumOf, summaryOf } from "./support/counts";

/** The counts of a set with these tests. */
function countsOf(tests: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Counts {
  const folder = mkdtempSync(join(tmpdir(), "loklak-counts-"));
  const [spec, counts] = [join(folder, "set.test.ts"), join(folder, "counts.json")];
  const support = (file: string) => join(checkout, "test", "support", file);
  writeFileSync(
    spec,
    `import { skipForLackOf, skipWithoutDatabase } from "${support("lacking.ts")}";\n${tests}\n`,
  );
  const mocha = [
    join(checkout, "node_modules", ".bin", "mocha"),
    "--no-config",
    "--node-option",
    "import=tsx",
  ];
  try {
    spawnSync(process.execPath, [...mocha, "--reporter", support("countingReporter.ts"), ...args, spec], {
      cwd: checkout,
      env: { ...process.env, ...env, TEST_COUNTS: counts },
    });
    return JSON.parse(readFileSync(counts, "utf8")) as Counts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("the counts of tests", function () {
  this.timeout(60_000);
  const tests = `
    describe("a", () => skipForLackOf(["wings"]));
    it("b", () => undefined);
    it("c", () => { throw new Error(); });
    it.skip("d", () => undefined);`;

  for (const args of [[], ["--parallel"]])
    it(`tell what a machine lacks from what is switched off ${args.join()}`, () =>
      assert.deepEqual(countsOf(tests, args), { passed: 1, failed: 2, skipped: 1 }));

  it("tell an unreachable database as lacking, and as a failure where one is required", () => {
    const test = `it("asks", function () { skipWithoutDatabase(this, "database of holes"); });`;
    for (const [required, counts] of [
      ["", { passed: 0, failed: 0, skipped: 1 }],
      ["true", { passed: 0, failed: 1, skipped: 0 }],
    ] as const)
      assert.deepEqual(countsOf(test, [], { REQUIRE_VULNERABILITY_DATABASES: required }), counts);
  });

  it("fail a set in which a test failed or there is none, and not one that this machine cannot run", () => {
    assert.equal(succeeded({ passed: 2, failed: 1, skipped: 0 }), false);
    assert.equal(succeeded(noTests), false);
    assert.equal(succeeded({ ...noTests, skipped: 1 }), true);
  });

  it("end with one line, above which skipped ones are told when there are any", () => {
    const set = { passed: 2, failed: 1, skipped: 0 };
    assert.deepEqual(summaryOf(sumOf([set, set])), ["4 passed, 2 failed"]);
    const [skipped, last] = summaryOf(sumOf([set, { ...noTests, skipped: 1 }]));
    assert.match(skipped!, /^1 skipped /);
    assert.equal(last, "2 passed, 1 failed");
  });
});
