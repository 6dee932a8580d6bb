import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { dirname, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { textOf } from "./textOf";

/**
 * Every process of a sandbox carries its name in this variable of its environment. It is there from the first moment to
 * the last and nobody else has it, so no process is lost by a crash and no foreign one is taken for ours by its id.
 */
const marker = "LOKLAK_SANDBOX_PROCESS";

const pollMilliseconds = 20;

/** A millisecond after each other. */
const mostLooks = 1000;
const nothing = new Int32Array(new SharedArrayBuffer(4));

export interface DetachedProcess {
  /** Unique on the machine: an absolute path, such as `<cluster folder>/etcd`. */
  name: string;
  command: string;
  args: string[];
  /** The file that gets its output; emptied first. */
  log: string;
  env?: Record<string, string>;
}

export interface RunningProcess {
  name: string;
  pid: number;
}

/** By which a process of this name is found: an entry of its environment. */
export function markOf(name: string): string {
  return `${marker}=${name}`;
}

/** Starts a process that goes on when this one ends; of the environment it gets PATH, HOME and `env` alone. */
export async function startDetached({
  name,
  command,
  args,
  log,
  env,
}: DetachedProcess): Promise<RunningProcess> {
  const output = openSync(log, "w", 0o600);
  try {
    const { PATH, HOME } = process.env;
    const child = spawn(command, args, {
      detached: true,
      stdio: ["ignore", output, output],
      env: { PATH, HOME, ...env, [marker]: name },
    });
    await once(child, "spawn");
    child.unref();
    return { name, pid: child.pid! };
  } finally {
    closeSync(output);
  }
}

/** The living processes whose names lie under the folder. */
export function runningProcesses(folder: string): RunningProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((entry) => ({ pid: Number(entry), name: nameOf(Number(entry)) ?? "" }))
    .filter(({ name }) => name.startsWith(folder + sep));
}

/** The living processes of this name: the one that was started, and what it has started itself. */
export function processesNamed(name: string): RunningProcess[] {
  return runningProcesses(dirname(name)).filter((process) => process.name === name);
}

export function isRunning({ pid, name }: RunningProcess): boolean {
  return nameOf(pid) === name;
}

/** The name of the program that a process runs; empty when it has ended. */
export function commandOf({ pid }: RunningProcess): string {
  return textOf(`/proc/${pid}/comm`).trim();
}

/** Asks the processes to end, waits at most this long for all of them, then kills what is left. */
export async function stopProcesses(processes: RunningProcess[], seconds: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (signal === "SIGTERM" && seconds === 0) continue;
    for (const { pid } of processes.filter(isRunning)) kill(pid, signal);
    const deadline = Date.now() + (signal === "SIGTERM" ? seconds * 1000 : 10_000);
    while (processes.some(isRunning) && Date.now() < deadline) await sleep(pollMilliseconds);
  }
  const left = processes.filter(isRunning);
  if (left.length > 0)
    throw new Error(`cannot end ${left.map(({ name, pid }) => `${name} (process ${pid})`).join(", ")}`);
}

/** Throws one error that names every port which another program listens on; one that is just ending is waited for. */
export async function requireFreePorts(address: string, ports: number[], milliseconds = 2000): Promise<void> {
  // A killed process closes its ports a moment after it has lost its name.
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const used: string[] = [];
    for (const port of ports) if (!(await isFree(address, port))) used.push(`${address}:${port}`);
    if (used.length === 0) return;
    if (Date.now() > deadline)
      throw new Error(
        `in use: ${used.join(", ")}. Another program listens there, or on that port of all addresses; ` +
          "end it and try again",
      );
    await sleep(pollMilliseconds);
  }
}

/** A port of the address on which nobody listens now. */
export async function freePort(address: string): Promise<number> {
  const server = createServer().listen(0, address);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, "listening");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return false;
    throw error;
  } finally {
    server.close();
  }
}

function nameOf(pid: number): string | undefined {
  try {
    const environment = environmentOf(pid).split("\0");
    const entry = environment.find((variable) => variable.startsWith(`${marker}=`));
    return entry === undefined ? undefined : Buffer.from(entry.slice(marker.length + 1), "latin1").toString();
  } catch {
    return undefined; // It has ended, or belongs to another user.
  }
}

/** Of a process that is just becoming another program, it is the new program's. */
function environmentOf(pid: number): string {
  for (let looks = 0, settled = 0; looks < mostLooks && settled < 10; looks++) {
    const environment = readFileSync(`/proc/${pid}/environ`, "latin1");
    if (environment !== "") return environment;
    // For a moment it has neither environment nor arguments; one that has arguments may have no environment at all.
    if (textOf(`/proc/${pid}/cmdline`) !== "") settled++;
    Atomics.wait(nothing, 0, 0, 1);
  }
  return "";
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
