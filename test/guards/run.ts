import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkout, toolsFolder } from "../../sandbox/folder";
import { type Guard, guards, withoutGuard } from "./guards";

/** What mocha's reporter tells. */
interface Report {
  failures: { title: string; err: { code?: string; message?: string } }[];
}

/** The repository's tracked files in a folder of their own, with the same packages and tools. */
function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), "loklak-guards-"));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: checkout, encoding: "utf8" }).split("\0");
  for (const file of files.filter(Boolean)) cpSync(join(checkout, file), join(copy, file));
  symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
  const tools = toolsFolder.replace(checkout, copy);
  mkdirSync(dirname(tools), { recursive: true });
  symlinkSync(toolsFolder, tools);
  return copy;
}

/** Runs the guard's test without the guard; what it tells is undefined when it fails as it should. */
function runWithout(guard: Guard, copy: string): string | undefined {
  const path = join(copy, guard.file);
  const intact = readFileSync(path, "utf8");
  const report = join(copy, ".sandbox", "report.json");
  const chosen = [...(guard.after ?? []), guard.title].map(escaped).join("|");
  const test = `test/sandbox/${guard.test}.test.ts`;
  const options = ["--config", "test/guards/.mocharc.json", "--reporter-option", `output=${report}`];
  writeFileSync(path, withoutGuard(guard, intact));
  const { stderr } = spawnSync(
    join(copy, "node_modules", ".bin", "mocha"),
    [...options, "--grep", chosen, test],
    { cwd: copy, encoding: "utf8" },
  );
  writeFileSync(path, intact);
  if (!existsSync(report)) return `${test} did not run: ${stderr}`;
  const { failures } = JSON.parse(readFileSync(report, "utf8")) as Report;
  rmSync(report);
  return faultOf(failures[0], guard);
}

function faultOf(failure: Report["failures"][number] | undefined, { title }: Guard): string | undefined {
  if (failure === undefined) return "it passes";
  const isAsserted = failure.err.code === "ERR_ASSERTION";
  return failure.title === title && isAsserted ? undefined : `${failure.title}: ${failure.err.message}`;
}

function escaped(title: string): string {
  return title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Takes each guard out in a copy, one at a time; a part of their names chooses some. */
function main(part = ""): void {
  const copy = copyCheckout();
  const chosen = guards.filter(({ name }) => name.includes(part));
  for (const guard of chosen) {
    const fault = runWithout(guard, copy);
    const verdict = fault === undefined ? "fails as it should" : `WRONG: ${fault}`;
    console.log(`${guard.name}\n    without it, "${guard.title}" (${guard.test}): ${verdict}`);
    if (fault !== undefined) process.exitCode = 1;
  }
  rmSync(copy, { recursive: true });
  if (chosen.length === 0) throw new Error(`no guard's name has ${JSON.stringify(part)} in it`);
}

main(process.argv[2]);
