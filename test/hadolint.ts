/** Runs hadolint on every Dockerfile; it comes from the Python package that holds its binary. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../sandbox/folder";
import { pythonTool } from "./support/pythonTool";

const dockerfiles = [
  "images/elasticsearch",
  "images/loklak",
  "images/door",
  "sandbox/images/bases",
  ...["keystone", "mariadb", "memcached"].map((image) => `examples/keystone/images/${image}`),
].map((folder) => join(checkout, folder, "Dockerfile"));

try {
  const hadolint = join(pythonTool("hadolint"), "bin", "hadolint");
  const { status, error } = spawnSync(hadolint, dockerfiles, { stdio: "inherit" });
  if (error) throw error;
  process.exitCode = status ?? 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
