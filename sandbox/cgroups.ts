import { existsSync } from "node:fs";
import { readdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const root = "/sys/fs/cgroup";

/** Removes a top-level cgroup of every hierarchy with all below it; one whose processes are just ending is waited for. */
export async function removeCgroups(name: string): Promise<void> {
  for (const folder of await cgroupFolders(name)) await remove(folder);
}

/** Where a top-level cgroup is: at the root with version 2, below each controller with version 1. */
export async function cgroupFolders(name: string): Promise<string[]> {
  const hierarchies = existsSync(root) ? await readdir(root) : [];
  return ["", ...hierarchies].map((each) => join(root, each, name)).filter((folder) => existsSync(folder));
}

async function remove(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await remove(join(folder, entry.name));
  for (let tries = 0; ; tries++)
    try {
      return await rmdir(folder);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT") return;
      if (code !== "EBUSY" || tries === 100) throw error;
      await sleep(20);
    }
}
