import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { buildTool } from "../../../sandbox/toolBuild";
import { pythonTool } from "../../support/pythonTool";

/** What a scanner says of a folder like .github; empty when it finds nothing. */
export type Scan = (folder: string) => Promise<string>;

/** GitHub's own rules: syntax, expressions, inputs of actions. */
export const actionlint: Scan = async (folder) => {
  const workflows = readdirSync(join(folder, "workflows")).map((file) => join(folder, "workflows", file));
  // Without shellcheck and pyflakes, which a machine may have or not.
  const args = ["-oneline", "-shellcheck=", "-pyflakes=", ...workflows];
  return outcome(await buildTool("actionlint", console.error), args, "");
};

/** What an attacker could use; nothing is asked of GitHub. */
export const zizmor: Scan = async (folder) => {
  const args = [
    "--offline",
    "--no-progress",
    "--persona",
    "auditor",
    "--strict-collection",
    "--format",
    "json",
  ];
  return outcome(join(pythonTool("zizmor"), "bin", "zizmor"), [...args, folder], "[]");
};

function outcome(command: string, args: string[], nothing: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
  if (error) throw error;
  if (stdout.trim() !== nothing) return stdout;
  if (status !== 0) throw new Error(stderr);
  return "";
}
