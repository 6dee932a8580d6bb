import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  commandOf,
  isRunning,
  processesNamed,
  type RunningProcess,
  runningProcesses,
  startDetached,
} from "../processes";
import { textOf } from "../textOf";
import { type NodeAddresses, podRange } from "./addresses";
import type { NodePrograms } from "./programs";
import { sweepAfter, sweepNow } from "./sweeper";

const startSeconds = 20;
const linkSeconds = 10;
const processName = "node-network";

/** All that ends with the first process: mounts, links, addresses, and every process of every node. */
const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];

/** A service on this machine's loopback, to be reached by nodes at their gateway. */
export interface Relay {
  port: number;
  /** As socat names it, such as `TCP:127.0.0.1:6443`. */
  target: string;
}

export interface NodeNetworkOptions {
  /** Of the cluster. */
  folder: string;
  addresses: NodeAddresses;
  relays: Relay[];
  programs: NodePrograms;
}

/**
 * Starts the network of a cluster's real nodes, in namespaces of its own with one link to this machine, unless it runs.
 */
export async function ensureNetwork(options: NodeNetworkOptions): Promise<void> {
  const { folder } = options;
  await sweepAfter(networkProcess(folder) ?? (await start(options)), folder);
}

async function start({ folder, addresses, relays, programs }: NodeNetworkOptions): Promise<RunningProcess> {
  // An old one may just be removing what the nodes of the new network make.
  await sweepNow(folder);
  await linkIsFree(addresses, folder);
  const log = join(folder, "network.log");
  const relayed = relays.map(({ port, target }) => `${port}=${target}`);
  const started = await startDetached({
    name: nameIn(folder),
    command: "sh",
    args: [
      "-c",
      'exec 3</proc/self/ns/net; exec unshare "$@"',
      "sh",
      ...namespaces,
      "sh",
      join(__dirname, "network.sh"),
      addresses.link,
      addresses.range,
      podRange,
      addresses.gateway,
      addresses.host,
      ...relayed,
    ],
    log,
    env: programs.env,
  });
  const deadline = Date.now() + startSeconds * 1000;
  while (!readFileSync(log, "utf8").endsWith("ready\n")) {
    if (!isRunning(started) || Date.now() > deadline)
      throw new Error(`the network of the nodes did not start: ${readFileSync(log, "utf8").trim()}`);
    await sleep(20);
  }
  return started;
}

/** Whether this machine has the network's link, of whomever. */
export function hasLink({ link }: NodeAddresses): boolean {
  return existsSync(join("/sys/class/net", link));
}

/** The link of a network that was killed goes a moment later; one that another network has is an error that says whose. */
async function linkIsFree(addresses: NodeAddresses, folder: string): Promise<void> {
  const { link } = addresses;
  const deadline = Date.now() + linkSeconds * 1000;
  while (hasLink(addresses)) {
    const owner = networkWith(link);
    if (owner !== undefined)
      throw new Error(
        `the nodes in ${folder} need the link ${link}, which those in ${owner} have: stop the sandbox there, ` +
          "or destroy the cluster here, for the next one gets another link",
      );
    if (Date.now() > deadline)
      throw new Error(`the nodes in ${folder} need the link ${link}, which is there: ip link delete ${link}`);
    await sleep(20);
  }
}

/** The folder of the cluster, of any sandbox, whose network has the link. */
function networkWith(link: string): string | undefined {
  const process = runningProcesses("").find(
    ({ name, pid }) =>
      basename(name) === processName && textOf(`/proc/${pid}/cmdline`).split("\0").includes(link),
  );
  return process && dirname(process.name);
}

/** The process by which others enter the network of the cluster in the folder, and whose end is the end of all. */
export function networkProcess(folder: string): RunningProcess | undefined {
  return processesNamed(nameIn(folder)).find((process) => commandOf(process) === "unshare");
}

/** Arguments of nsenter for the namespaces of the network, and of the processes in it. */
export function insideNetwork({ pid }: RunningProcess): string[] {
  return [`--net=/proc/${pid}/ns/net`, `--pid=/proc/${pid}/ns/pid_for_children`];
}

function nameIn(folder: string): string {
  return join(folder, processName);
}
