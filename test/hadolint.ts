/** Runs hadolint on every Dockerfile; it comes from the Python package that holds its binary. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { checkout } from "../sandbox/folder";
import { pythonTool } from "./support/pythonTool";

const dockerfiles = [
  ...["elasticsearch", "loklak", "door"].map((image) => `images/${image}`),
  "sandbox/images/bases",
  ...["keystone", "mariadb", "memcached"].map((image) => `examples/keystone/images/${image}`),
  ...["content", "images/php", "images/web"].map((folder) => `examples/php-farm/${folder}`),
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
