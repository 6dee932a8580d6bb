import { readdirSync } from "node:fs";
import { cgroupFolders, cgroupOf } from "../../../sandbox/cgroups";
import { readDescriptions } from "../../../sandbox/cluster/clusterDescription";
import { NodeAddresses } from "../../../sandbox/nodes/addresses";
import { nodePackages } from "../../../sandbox/nodes/programs";
import { runningProcesses } from "../../../sandbox/processes";
import { run } from "../../../sandbox/run";
import { textOf } from "../../../sandbox/textOf";
import type { PodsSandbox } from "./podsSandbox";

/** What real nodes and their pods are to the machine that they run on. */
export interface Traces {
  processes: string[];
  mounts: string[];
  links: string[];
  routes: string[];
  cgroups: string[];
  loopDevices: string[];
}

export const none: Traces = {
  processes: [],
  mounts: [],
  links: [],
  routes: [],
  cgroups: [],
  loopDevices: [],
};

/** Tells the traces of the nodes of a sandbox's one cluster, also when it has been stopped since. */
export function tracesOf({ folder, cluster }: PodsSandbox, address: string): () => Promise<Traces> {
  const { nodeNetwork } = readDescriptions(folder)[0]!;
  const { link, gateway } = new NodeAddresses(nodeNetwork!);
  const cgroup = cgroupOf(cluster.path);
  const lines = (text: string, ...sought: string[]) =>
    text.split("\n").filter((line) => sought.some((each) => line.includes(each)));
  const print = async (command: string, ...args: string[]) => (await run(command, args)).stdout;
  return async () => ({
    processes: [
      ...runningProcesses(cluster.nodes).map(({ name }) => name),
      ...readdirSync("/proc").filter(
        (entry) => /^\d+$/.test(entry) && textOf(`/proc/${entry}/cgroup`).includes(cgroup),
      ),
    ],
    mounts: lines(textOf("/proc/mounts"), folder.path),
    links: readdirSync("/sys/class/net").filter((each) => each === link),
    routes: lines(await print("ip", "route", "show", "table", "all"), link, gateway, address),
    cgroups: await cgroupFolders(cgroup),
    loopDevices: lines(await print("losetup", "--list", "--noheadings"), folder.path),
  });
}

/** The rules of the machine's own firewall. */
export async function firewall(): Promise<string> {
  const { env } = await nodePackages();
  return (await run("nft", ["list", "ruleset"], { env })).stdout;
}
