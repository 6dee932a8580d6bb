import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { insideNetwork, networkProcess } from "../../../sandbox/nodes/network";
import { NodeFolders } from "../../../sandbox/nodes/nodeFolders";
import { commandOf, processesNamed } from "../../../sandbox/processes";
import { run } from "../../../sandbox/run";
import { textOf } from "../../../sandbox/textOf";
import { eventually } from "../../support/eventually";
import type { PodsSandbox } from "./podsSandbox";

interface Running {
  status: { containerStatuses: { containerID: string; restartCount: number; ready: boolean }[] };
}

/** Kills the processes of a pod's one container as a machine's out-of-memory killer does, and waits until it is Ready again. */
export async function killContainer(sandbox: PodsSandbox, namespace: string, name: string): Promise<void> {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { namespace, name } };
  const status = async () => (await sandbox.client.get<Running>(pod))!.status.containerStatuses[0]!;
  const before = await status();
  const id = before.containerID.replace(/^.*\//, "");
  const pids = readdirSync("/proc").filter(
    (entry) => /^\d+$/.test(entry) && textOf(`/proc/${entry}/cgroup`).includes(id),
  );
  assert.notEqual(pids.length, 0, `${name} has no process`);
  for (const pid of pids) process.kill(Number(pid), "SIGKILL");
  await eventually(async () => {
    const { restartCount, ready } = await status();
    assert.equal(restartCount, before.restartCount + 1);
    assert.ok(ready);
  }, 180);
}

/** Takes a node's machine away at once, with all that runs on it; nobody gets a last packet of it. */
export async function killNode({ cluster }: PodsSandbox, node: string): Promise<void> {
  const { index } = new NodeFolders(cluster.nodes).read(node)!;
  const network = networkProcess(cluster.path)!;
  await run("nsenter", [...insideNetwork(network), "ip", "link", "set", `node${index}`, "down"]);
  const first = processesNamed(join(cluster.nodes, node)).find((process) => commandOf(process) === "unshare");
  assert.ok(first !== undefined, `the node ${node} does not run`);
  process.kill(first.pid, "SIGKILL");
}

/** Takes the network of all nodes away, and with it the nodes. */
export async function killNetwork({ cluster }: PodsSandbox): Promise<void> {
  const first = networkProcess(cluster.path);
  assert.ok(first !== undefined, "the network of the nodes does not run");
  process.kill(first.pid, "SIGKILL");
}
