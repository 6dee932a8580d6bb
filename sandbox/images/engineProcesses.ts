import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type RunningProcess, runningProcesses, stopProcesses } from "../processes";
import { removeCgroups } from "../cgroups";

const stopSeconds = 30;

/** The top-level cgroup of all that the engine in the folder runs. */
export function engineCgroup(folder: string): string {
  return `loklak-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`;
}

/** The daemons of the engine in the folder, one at most; its containerd and what else it started have the same name. */
export function engineDaemons(folder: string): RunningProcess[] {
  return runningProcesses(folder).filter(({ pid }) => commandOf(pid) === "dockerd");
}

/** Ends the engine in the folder with its containers; one that is asked ends them by their own signals. */
export async function stopEngine(folder: string, how: "ask" | "kill" = "ask"): Promise<void> {
  if (how === "ask") await stopProcesses(engineDaemons(folder), stopSeconds);
  await stopProcesses(runningProcesses(folder), 0);
  await removeCgroups(engineCgroup(folder));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return ""; // It has ended.
  }
}
