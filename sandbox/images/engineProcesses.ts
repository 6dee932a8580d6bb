import { commandOf, type RunningProcess, runningProcesses, stopProcesses } from "../processes";
import { cgroupOf, removeCgroups } from "../cgroups";

const stopSeconds = 30;

/** The daemons of the engine in the folder, one at most; its containerd and what else it started have the same name. */
export function engineDaemons(folder: string): RunningProcess[] {
  return runningProcesses(folder).filter((process) => commandOf(process) === "dockerd");
}

/** Ends the engine in the folder with its containers; one that is asked ends them by their own signals. */
export async function stopEngine(folder: string, how: "ask" | "kill" = "ask"): Promise<void> {
  if (how === "ask") await stopProcesses(engineDaemons(folder), stopSeconds);
  await stopProcesses(runningProcesses(folder), 0);
  await removeCgroups(cgroupOf(folder));
}
