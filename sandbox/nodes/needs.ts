import { existsSync } from "node:fs";
import { sep } from "node:path";
import { findOnPath } from "../findOnPath";
import type { SandboxFolder } from "../folder";
import { missingForEngine } from "../images/engineNeeds";
import { textOf } from "../textOf";

/** The controllers that a kubelet and its containers need, each a hierarchy of its own (version 1). */
const controllers = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"];

/** What the scripts of a node and its disks' driver call, besides what is unpacked. */
const commands = [
  "ip",
  "nsenter",
  "unshare",
  "mount",
  "losetup",
  "blkid",
  "fsck",
  "mkfs.ext4",
  "resize2fs",
  "fsfreeze",
];

/** Where a node has files of its own, as node.sh makes them. */
const ownPlaces = ["/etc", "/run", "/var/lib", "/var/log"];

/** What this machine lacks to run real nodes, in words; none when it can. Their images are built, which has needs too. */
export function missingForNodes(): string[] {
  const unmounted = unmountedControllers(textOf("/proc/mounts"));
  const absent = commands.filter((command) => findOnPath(command) === undefined);
  const needs: [met: boolean, need: string][] = [
    [unmounted.length === 0, controlGroups(unmounted)],
    [absent.length === 0, `the commands ${absent.join(", ")} on PATH (some are in /usr/sbin)`],
    [existsSync("/dev/loop-control"), "loop devices"],
    [existsSync("/dev/kmsg"), "/dev/kmsg"],
  ];
  return [...missingForEngine(), ...needs.filter(([met]) => !met).map(([, need]) => need)];
}

/** The controllers without a hierarchy of version 1, by the text of /proc/mounts. */
export function unmountedControllers(mounts: string): string[] {
  const mounted = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup")
    .flatMap(([, , , options = ""]) => options.split(","));
  return controllers.filter((controller) => !mounted.includes(controller));
}

/** The controllers in words, with what gives them to a Debian that boots with version 2. */
export function controlGroups(unmounted: string[]): string {
  const parameter = "systemd.unified_cgroup_hierarchy=0";
  return `version 1 control groups (${unmounted.join(", ")}; Debian 12 has them when booted with ${parameter})`;
}

/** Throws when this machine cannot run real nodes, or not with files in the folder, and says what is wrong. */
export function requireNodes({ path }: SandboxFolder): void {
  const missing = missingForNodes();
  if (missing.length > 0)
    throw new Error(
      `real pods need ${missing.join(", ")}, missing here; simulated pods need none: leave out --pods real`,
    );
  const place = ownPlaces.find((each) => `${path}${sep}`.startsWith(`${each}${sep}`));
  if (place !== undefined)
    throw new Error(
      `real pods cannot have their files in ${path}: a node has its own ${place}; choose another --dir`,
    );
  if (/[,\\]/.test(path))
    throw new Error(
      `real pods cannot have their files in ${path}: a comma or backslash in it cannot be told to mount; choose another --dir`,
    );
}
