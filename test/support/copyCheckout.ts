import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { checkout, toolsFolder } from "../../sandbox/folder";

/** The repository's tracked files in a folder of their own, with the same packages and tools. */
export function copyCheckout(): string {
  const copy = mkdtempSync(join(tmpdir(), "loklak-copy-"));
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: checkout, encoding: "utf8" }).split("\0");
  for (const file of files.filter(Boolean)) cpSync(join(checkout, file), join(copy, file));
  symlinkSync(join(checkout, "node_modules"), join(copy, "node_modules"));
  const tools = toolsFolder.replace(checkout, copy);
  mkdirSync(dirname(tools), { recursive: true });
  symlinkSync(toolsFolder, tools);
  return copy;
}
