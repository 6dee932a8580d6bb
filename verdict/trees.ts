import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A commit's files in a temporary folder. */
export interface Tree {
  /** 40 hexadecimal digits. */
  commit: string;
  folder: string;
  erase(): void;
}

/** The commit that `--base` names; what git does not know is an error that says what is allowed. */
export function commitOf(checkout: string, base: string): string {
  const found = git(checkout, "rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`);
  if (found.status === 0) return found.stdout.trim();
  if (found.stderr.includes("not a git repository"))
    throw new Error(`${checkout} is not a git repository: there is no base`);
  throw new Error(
    `--base: ${JSON.stringify(base)} is no commit that this repository has; ` +
      "it must be a branch, a tag or a commit, such as origin/master or HEAD (a shallow clone has to fetch it first)",
  );
}

/** Writes a commit's files into a temporary folder, with the packages of its package-lock.json. */
export function treeOf(checkout: string, commit: string, report: (line: string) => void): Tree {
  const folder = mkdtempSync(join(tmpdir(), "loklak-base-"));
  const tree = { commit, folder, erase: () => rmSync(folder, { recursive: true, force: true }) };
  try {
    const archive = execFileSync("git", ["archive", "--format=tar", commit], {
      cwd: checkout,
      maxBuffer: maximumBytes,
    });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
    install(checkout, folder, report);
    return tree;
  } catch (error) {
    tree.erase();
    throw error;
  }
}

/** The files that the working tree has otherwise than the commit, or that one of both does not have. */
export function changedFiles(checkout: string, commit: string): string[] {
  const changed = git(
    checkout,
    "diff",
    "--name-only",
    "--no-renames",
    "--relative",
    "-z",
    commit,
    "--",
  ).stdout;
  const added = git(checkout, "ls-files", "--others", "--exclude-standard", "-z").stdout;
  return [...new Set(`${changed}${added}`.split("\0").filter(Boolean))].sort();
}

function install(checkout: string, folder: string, report: (line: string) => void): void {
  const [ours, theirs] = [checkout, folder].map((tree) => textOf(join(tree, "package-lock.json")));
  const packages = join(checkout, "node_modules");
  if (ours === theirs) return symlinkSync(packages, join(folder, "node_modules"));
  report("the base has other packages: npm ci");
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  const installed = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder, encoding: "utf8" });
  if (installed.status !== 0) throw new Error(`npm ci for the base's packages failed:\n${installed.stderr}`);
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function git(checkout: string, ...args: string[]) {
  return spawnSync("git", args, { cwd: checkout, encoding: "utf8", maxBuffer: maximumBytes });
}

const maximumBytes = 256 * 1024 * 1024;
