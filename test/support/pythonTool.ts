import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkout, toolsFolder } from "../../sandbox/folder";

/**
 * The folder with the Python packages that `tools/<name>/requirements.txt` pins by checksum. They are downloaded below
 * `.sandbox/tools` unless that has been done with the same pins; nothing is installed on the machine.
 */
export function pythonTool(name: string): string {
  const requirements = join(checkout, "tools", name, "requirements.txt");
  const problem = `${name} needs python3 (3.10 or newer) with pip, and the first time a Python package index`;
  const python = spawnSync("python3", ["--version"], { encoding: "utf8" });
  if (python.status !== 0) throw new Error(`there is no python3: ${problem}`);
  // What is compiled in a package is for one version of Python.
  const pins = createHash("sha256").update(python.stdout).update(readFileSync(requirements));
  const folder = join(toolsFolder, `${name}-${pins.digest("hex").slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const command = "-m pip install --quiet --no-deps --only-binary :all: --require-hashes".split(" ");
  const places = ["--root-user-action", "ignore", "--target", unfinished, "--requirement", requirements];
  const { status } = spawnSync("python3", [...command, ...places], { stdio: "inherit" });
  if (status !== 0) throw new Error(`it cannot be downloaded: ${problem}`);
  renameSync(unfinished, folder);
  return folder;
}
