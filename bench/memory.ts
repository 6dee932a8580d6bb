import { readdirSync } from "node:fs";
import type { SandboxFolder } from "../sandbox/folder";
import { runningProcesses } from "../sandbox/processes";
import { textOf } from "../sandbox/textOf";

/** Memory of several processes in MiB; `pss` counts what they share once. */
export interface Memory {
  rss: number;
  pss: number;
}

/** What a sandbox's own processes and a command use now, with all their descendants. */
export function memoryOf(sandbox: SandboxFolder, command?: number): Memory {
  const own = runningProcesses(sandbox.path).map(({ pid }) => pid);
  const pids = withDescendants(command === undefined ? own : [...own, command]);
  const total = { rss: 0, pss: 0 };
  for (const pid of pids) {
    const rollup = textOf(`/proc/${pid}/smaps_rollup`);
    total.rss += mebibytes(rollup, "Rss");
    total.pss += mebibytes(rollup, "Pss");
  }
  return total;
}

/** Samples the memory until it is stopped; the answer is the highest. */
export function samplePeak(sandbox: SandboxFolder, command: number): () => Memory {
  const peak = { rss: 0, pss: 0 };
  const timer = setInterval(() => {
    const { rss, pss } = memoryOf(sandbox, command);
    peak.rss = Math.max(peak.rss, rss);
    peak.pss = Math.max(peak.pss, pss);
  }, 250);
  return () => {
    clearInterval(timer);
    return peak;
  };
}

function withDescendants(roots: number[]): Set<number> {
  const parents = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(
      (pid) => [Number(pid), Number(/^\d+ \(.*\) \S (\d+)/s.exec(textOf(`/proc/${pid}/stat`))?.[1])] as const,
    );
  const found = new Set(roots);
  // A set is walked with what is added meanwhile.
  for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.add(child);
  return found;
}

function mebibytes(rollup: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0) / 1024;
}
