import { readFileSync } from "node:fs";
import { mkdir, rmdir } from "node:fs/promises";
import { run } from "../../run";

/** A mount point of this process's mount namespace. */
export interface Mount {
  path: string;
  /** What is mounted, such as `/dev/loop0`. */
  source: string;
  /** The file system's type, such as `ext4`. */
  type: string;
}

/** The topmost mount on the path; undefined when it is no mount point. */
export function mountAt(path: string): Mount | undefined {
  return readMounts(readFileSync("/proc/self/mountinfo", "utf8")).findLast((each) => each.path === path);
}

/** The mounts that a `mountinfo` file of proc lists, oldest first. */
export function readMounts(mountinfo: string): Mount[] {
  return mountinfo.trimEnd().split("\n").map(readMount);
}

function readMount(line: string): Mount {
  const [before = "", after = ""] = line.split(" - ");
  const [type = "", source] = after.split(" ");
  return { path: unescaped(before.split(" ")[4]), source: unescaped(source), type };
}

/** Spaces, tabs, line ends and backslashes stand there as octal numbers. */
function unescaped(text = ""): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** Makes the folder and mounts on it what is mounted elsewhere. */
export async function bindMount(source: string, target: string, options: string[]): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o750 });
  await run("mount", ["-o", ["bind", ...options].join(","), source, target]);
}

/** Unmounts all that is mounted on the folder and removes it; succeeds when there is nothing. */
export async function unmount(target: string): Promise<void> {
  while (mountAt(target) !== undefined) await run("umount", [target]);
  await rmdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
