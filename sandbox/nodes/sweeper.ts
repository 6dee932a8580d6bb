import { join } from "node:path";
import { cgroupOf, removeCgroups } from "../cgroups";
import { markOf, processesNamed, type RunningProcess, startDetached, stopProcesses } from "../processes";

/** Starts what removes a cluster's control groups when its network has ended, unless it runs. */
export async function sweepAfter({ pid, name }: RunningProcess, folder: string): Promise<void> {
  if (sweepers(folder).length > 0) return;
  await startDetached({
    name: nameIn(folder),
    command: "sh",
    args: [join(__dirname, "sweep.sh"), String(pid), markOf(name), cgroupOf(folder)],
    log: join(folder, "sweeper.log"),
  });
}

/** Removes what a network that has ended left of a cluster's control groups. Afterwards nobody else removes any. */
export async function sweepNow(folder: string): Promise<void> {
  await stopProcesses(sweepers(folder), 0);
  await removeCgroups(cgroupOf(folder));
}

/** One at most, and what it has started itself. */
export function sweepers(folder: string): RunningProcess[] {
  return processesNamed(nameIn(folder));
}

function nameIn(folder: string): string {
  return join(folder, "sweeper");
}
