import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyCheckout } from "../support/copyCheckout";
import { type Guard, withoutGuard } from "./guard";
import { guards } from "./guards";

/** What mocha's reporter tells of a test that failed. */
interface Failure {
  title: string;
  err: { code?: string; message?: string };
}

/** Runs the guard's test without the guard; what it tells is undefined when it fails as it should. */
function runWithout(guard: Guard, copy: string): string | undefined {
  const path = join(copy, guard.file);
  const intact = readFileSync(path, "utf8");
  writeFileSync(path, withoutGuard(guard, intact));
  try {
    const failure = runTests(guard.test, [guard], copy);
    if (failure === undefined) return "it passes";
    const isAsserted = failure.err.code === "ERR_ASSERTION";
    return failure.title === guard.title && isAsserted
      ? undefined
      : `${failure.title}: ${failure.err.message}`;
  } finally {
    writeFileSync(path, intact);
  }
}

/** The first failure of the guards' tests, which are of one file, and of those that they rely on. */
function runTests(file: string, rows: Guard[], copy: string): Failure | undefined {
  const report = join(copy, ".sandbox", "report.json");
  const titles = new Set(rows.flatMap(({ after = [], title }) => [...after, title]));
  const chosen = [...titles].map(escaped).join("|");
  const test = `test/sandbox/${file}.test.ts`;
  const options = ["--config", "test/guards/.mocharc.json", "--reporter-option", `output=${report}`];
  const { stderr } = spawnSync(
    join(copy, "node_modules", ".bin", "mocha"),
    [...options, "--grep", chosen, test],
    { cwd: copy, encoding: "utf8" },
  );
  if (!existsSync(report)) throw new Error(`${test} did not run: ${stderr}`);
  const { failures } = JSON.parse(readFileSync(report, "utf8")) as { failures: Failure[] };
  rmSync(report);
  return failures[0];
}

function escaped(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Takes each guard out in a copy, one at a time, after its test has passed there; a part of their names chooses some. */
function main(part = ""): void {
  const copy = copyCheckout();
  const chosen = guards.filter(({ name }) => name.includes(part));
  for (const file of new Set(chosen.map(({ test }) => test))) {
    const rows = chosen.filter(({ test }) => test === file);
    const broken = runTests(file, rows, copy);
    for (const guard of rows) {
      const fault = broken
        ? `with all guards ${broken.title}: ${broken.err.message}`
        : runWithout(guard, copy);
      const result = fault === undefined ? "fails without it, as it should" : `WRONG: ${fault}`;
      console.log(`${guard.name}\n    ${file}: ${guard.title}: ${result}`);
      if (fault !== undefined) process.exitCode = 1;
    }
  }
  rmSync(copy, { recursive: true });
  if (chosen.length === 0) throw new Error(`no guard's name has ${JSON.stringify(part)} in it`);
}

main(process.argv[2]);
