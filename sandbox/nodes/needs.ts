import { existsSync, readFileSync } from "node:fs";
import { missingForEngine } from "../images/engineNeeds";

/** The controllers that a kubelet and its containers need, each a hierarchy of its own (version 1). */
const controllers = ["cpu", "cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"];

/** What this machine lacks to run real nodes, in words; none when it can. Their images are built, which has needs too. */
export function missingForNodes(): string[] {
  const mounts = read("/proc/mounts");
  const mounted = mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup")
    .flatMap(([, , , options = ""]) => options.split(","));
  const unmounted = controllers.filter((controller) => !mounted.includes(controller));
  const needs: [met: boolean, need: string][] = [
    [unmounted.length === 0, `version 1 control groups (${unmounted.join(", ")})`],
    [existsSync("/dev/loop-control"), "loop devices"],
    [existsSync("/dev/kmsg"), "/dev/kmsg"],
  ];
  return [...missingForEngine(), ...needs.filter(([met]) => !met).map(([, need]) => need)];
}

/** Throws when this machine cannot run real nodes, and says what it lacks. */
export function requireNodes(): void {
  const missing = missingForNodes();
  if (missing.length > 0)
    throw new Error(
      `real pods need ${missing.join(", ")}, missing here; simulated pods need none: leave out --pods real`,
    );
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
