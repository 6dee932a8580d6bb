import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Gives every file of a folder the mode that git keeps of it, 0644 or 0755: pulumi-docker counts a context's file
 * modes, and those of a checkout depend on the umask of whoever made it.
 */
export function useGitModes(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isDirectory()) useGitModes(path);
    if (!stats.isFile()) continue;
    const mode = stats.mode & 0o100 ? 0o755 : 0o644;
    if ((stats.mode & 0o777) !== mode) chmodSync(path, mode);
  }
}
