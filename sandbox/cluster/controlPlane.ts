import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterFolder, SandboxFolder } from "../folder";
import {
  isRunning,
  processesNamed,
  requireFreePorts,
  runningProcesses,
  startDetached,
  stopProcesses,
} from "../processes";
import { kwokStages } from "../toolBuild";
import type { ClusterDescription } from "./clusterDescription";
import { controlPlaneProcesses, type ControlPlaneProcess } from "./controlPlaneProcesses";
import { KubeClient } from "./kubeClient";
import { gatedStages } from "./kwokStages";

const startSeconds = 120;
const stopSeconds = 10;
const pollMilliseconds = 50;

/** The processes of one control plane. */
export class ControlPlane {
  private readonly cluster: ClusterFolder;

  constructor(
    private readonly folder: SandboxFolder,
    readonly description: ClusterDescription,
  ) {
    this.cluster = folder.cluster(description.id);
  }

  get id(): string {
    return this.description.id;
  }

  /** A client with an administrator's rights. */
  connect(): KubeClient {
    return new KubeClient(readFileSync(this.cluster.kubeconfig, "utf8"));
  }

  /** True when the API server's process lives. */
  isRunning(): boolean {
    return processesNamed(join(this.cluster.path, "kube-apiserver")).length > 0;
  }

  /** Starts each process that does not run; the API server is ready when it returns. */
  async start(): Promise<void> {
    const processes = await controlPlaneProcesses(this.folder, this.description);
    const running = new Set(runningProcesses(this.cluster.path).map(({ name }) => name));
    const missing = processes.filter(({ name }) => !running.has(name));
    if (missing.length === 0) return;
    const servers = missing.filter(({ listens }) => listens.length > 0);
    await requireFreePorts(
      this.description.address,
      servers.flatMap(({ listens }) => listens),
    );
    await startServers(servers, this.connect());
    await writeFile(this.cluster.kwokStages, gatedStages(await readFile(kwokStages, "utf8")));
    // Started earlier they would only take the processor from the API server.
    await Promise.all(missing.filter(({ listens }) => listens.length === 0).map(startDetached));
  }
}

/** Ends the processes, etcd last: an API server without etcd does not end when asked. */
export async function stopControlPlane({ path }: ClusterFolder): Promise<void> {
  const processes = runningProcesses(path);
  const others = processes.filter(({ name }) => name !== join(path, "etcd"));
  await stopProcesses(others, stopSeconds);
  await stopProcesses(processes, stopSeconds);
}

/** Starts etcd and the API server and waits until it is ready; the end of its log explains one that ends meanwhile. */
async function startServers(servers: ControlPlaneProcess[], client: KubeClient): Promise<void> {
  const started = await Promise.all(servers.map(startDetached));
  const deadline = Date.now() + startSeconds * 1000;
  while (!(await isReady(client))) {
    const ended = servers[started.findIndex((process) => !isRunning(process))];
    if (ended !== undefined) throw new Error(`${ended.name} ended while it started: ${lastLine(ended.log)}`);
    if (Date.now() > deadline)
      throw new Error(`the API server is not ready after ${startSeconds} s; see ${servers.at(-1)?.log}`);
    await sleep(pollMilliseconds);
  }
}

async function isReady(client: KubeClient): Promise<boolean> {
  try {
    await client.http.text({ method: "GET", path: "/readyz", retry: false });
    return true;
  } catch {
    return false;
  }
}

function lastLine(log: string): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").at(-1) ?? "";
}
