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
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(toolsFolder, `${name}-${pins}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const command = "-m pip install --quiet --no-deps --only-binary :all: --require-hashes".split(" ");
  const places = ["--root-user-action", "ignore", "--target", unfinished, "--requirement", requirements];
  const { status, error } = spawnSync("python3", [...command, ...places], { stdio: "inherit" });
  if (error || status !== 0)
    throw new Error(
      `${name} cannot be downloaded: that needs python3 (3.10 or newer) with pip, and a Python package index`,
    );
  renameSync(unfinished, folder);
  return folder;
}
