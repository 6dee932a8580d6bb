import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, noTests, succeeded, sumOf, summaryOf } from "./support/counts";

const folder = mkdtempSync(join(tmpdir(), "loklak-tests-"));

/** Runs a command of node_modules/.bin; true when it succeeded. */
function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n> ${command} ${args.join(" ")}`);
  const path = join(__dirname, "..", "node_modules", ".bin", command);
  return spawnSync(path, args, { stdio: "inherit", env: { ...process.env, ...env } }).status === 0;
}

/** Runs a set of tests; one that ran none counts as failed. */
function runTests(name: string, args: string[]): Counts & { ok: boolean } {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(noTests));
  const ok = run("mocha", [...args, "--reporter", join(__dirname, "support", "countingReporter.ts")], {
    TEST_COUNTS: file,
  });
  const counts = JSON.parse(readFileSync(file, "utf8")) as Counts;
  return { ok: ok && succeeded(counts), ...counts };
}

const checks = [
  { name: "types", ok: run("tsc", []) },
  { name: "lint", ok: run("eslint", ["."]) },
  { name: "Dockerfiles", ok: run("tsx", ["test/hadolint.ts"]) },
  { name: "formatting (npm run format mends it)", ok: run("prettier", ["--check", "."]) },
];
const tests = [
  { name: "unit tests", ...runTests("unit", []) },
  ...["scanners", "sandbox", "real", "pods"].map((set) => ({
    name: `${set} tests`,
    ...runTests(set, ["--config", `test/${set}/.mocharc.json`, "--grep", "@soak", "--invert"]),
  })),
];
rmSync(folder, { recursive: true });

const broken = [...checks, ...tests].filter(({ ok }) => !ok).map(({ name }) => name);
console.log(broken.length === 0 ? "\nAll checks passed" : `\nFailed: ${broken.join(", ")}`);
console.log("Tests marked @soak take hours and were left out: make soak runs them");
const summary = summaryOf(sumOf(tests));
if (process.env.TEST_SUMMARY !== undefined)
  writeFileSync(process.env.TEST_SUMMARY, `${summary.join("\n")}\n`);
console.log(summary.join("\n"));
process.exitCode = broken.length === 0 ? 0 : 1;
