import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = "/sys/fs/cgroup";
const ending = { tries: 600, milliseconds: 50 };

/** What a cpuset takes from the one above it, or no process can enter it. */
const inherited = ["cpuset.cpus", "cpuset.mems"];

/** The top-level cgroup of all that runs for a folder. */
export function cgroupOf(folder: string): string {
  return `loklak-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

/** Makes a cgroup, and those above it, in every hierarchy of version 1. */
export async function makeCgroups(name: string): Promise<void> {
  for (const hierarchy of await hierarchies()) {
    if (existsSync(join(hierarchy, "cgroup.controllers"))) continue;
    let folder = hierarchy;
    for (const part of name.split("/")) await makeCgroup((folder = join(folder, part)));
  }
}

async function makeCgroup(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of inherited.filter((each) => existsSync(join(folder, each))))
    await writeFile(join(folder, file), await readFile(join(dirname(folder), file)));
}

/**
 * Removes a cgroup of every hierarchy with all below it. Processes that are just ending are waited for, at most 30
 * seconds: the last one in a mount namespace writes out what is mounted there.
 */
export async function removeCgroups(name: string): Promise<void> {
  for (const folder of await cgroupFolders(name)) await remove(folder);
}

/** Where a cgroup is: at the root with version 2, below each controller with version 1. */
export async function cgroupFolders(name: string): Promise<string[]> {
  return [root, ...(await hierarchies())]
    .map((each) => join(each, name))
    .filter((folder) => existsSync(folder));
}

async function hierarchies(): Promise<string[]> {
  const entries = existsSync(root) ? await readdir(root) : [];
  return entries.map((each) => join(root, each)).filter((folder) => existsSync(join(folder, "cgroup.procs")));
}

async function remove(folder: string): Promise<void> {
  for (let tries = 0; ; tries++)
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      for (const entry of entries) if (entry.isDirectory()) await remove(join(folder, entry.name));
      return await rmdir(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      if (code !== "EBUSY" || tries === ending.tries) throw error;
      await sleep(ending.milliseconds);
    }
}
