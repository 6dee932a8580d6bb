import { existsSync } from "node:fs";
import { debianProblem } from "../debian";
import { textOf } from "../textOf";

/** What this machine lacks to run a Docker engine of the sandbox's own, in words; none when it can. */
export function missingForEngine(): string[] {
  const needs: [met: boolean, need: string][] = [
    [process.platform === "linux", "Linux"],
    [process.getuid?.() === 0, "root's rights"],
    [debianProblem() === undefined, debianProblem() ?? ""],
    [existsSync("/usr/bin/unshare"), "unshare, of the package util-linux"],
    [/\boverlay$/m.test(textOf("/proc/filesystems")), "the kernel's overlay file system"],
    [/^0{31}1 /m.test(textOf("/proc/net/if_inet6")), "IPv6 on the loopback device"],
    [/\scgroup2?\s/.test(textOf("/proc/mounts")), "control groups"],
  ];
  return needs.filter(([met]) => !met).map(([, need]) => need);
}

/** Throws when this machine cannot run a Docker engine of the sandbox's own, and says what it lacks. */
export function requireEngine(): void {
  const missing = missingForEngine();
  if (missing.length > 0)
    throw new Error(
      `a Docker engine of the sandbox's own needs ${missing.join(", ")}, missing here; simulated images need none`,
    );
}
