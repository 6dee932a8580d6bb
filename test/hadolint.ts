/** Runs hadolint on every Dockerfile; it comes from the Python package that holds its binary. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { checkout } from "../sandbox/folder";
import { pythonTool } from "./support/pythonTool";

const dockerfiles = ["images", "sandbox", "examples"].flatMap((folder) =>
  readdirSync(join(checkout, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => basename(path) === "Dockerfile" && !path.includes("node_modules"))
    .map((path) => join(checkout, folder, path)),
);

try {
  const hadolint = join(pythonTool("hadolint"), "bin", "hadolint");
  const { status, error } = spawnSync(hadolint, dockerfiles, { stdio: "inherit" });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
