import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { podFiles, type PodArgs, type PodFiles } from "./podFiles";
import { execute, type Probed, succeeds } from "./probe";
import type { Probe } from "../../support/rendered";

/** One pod's container as a process of this machine, started, probed and stopped by the pod's own rules. */
export class Pod {
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  private constructor(
    readonly args: PodArgs,
    private readonly files: PodFiles,
  ) {
    const [command, ...rest] = files.entrypoint;
    const log = openSync(this.log, "w");
    // Whatever ends the tests, ends their processes too.
    this.child = spawn("setpriv", ["--pdeathsig", "KILL", command!, ...rest], {
      cwd: files.cwd,
      env: files.env,
      stdio: ["ignore", log, log],
    });
    this.ended = once(this.child, "exit");
  }

  /** Lays the pod out, runs its init containers and starts its process. */
  static async start(args: PodArgs): Promise<Pod> {
    const files = podFiles(args);
    for (const { name, command } of args.pod.spec.initContainers ?? []) {
      const code = await execute(command!.map(files.here), files, 120_000);
      if (code !== 0) throw new Error(`init container ${name} of ${args.name}: exit code ${code}`);
    }
    return new Pod(args, files);
  }

  get name(): string {
    return this.args.name;
  }

  get log(): string {
    return join(this.files.folder, "log");
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The address that its container's first port has here. */
  get url(): string {
    const { containerPort } = this.container.ports![0]!;
    return `http://${this.args.address}:${this.args.ports?.[containerPort] ?? containerPort}`;
  }

  /** Waits as the kubelet does: until the startup probe succeeds, then until the readiness probe does. */
  async ready(): Promise<void> {
    const { startupProbe, readinessProbe } = this.container;
    await this.until(startupProbe!, startupProbe!.failureThreshold!);
    await this.until(readinessProbe!, 24);
  }

  /** One try of the readiness probe. */
  async isReady(): Promise<boolean> {
    return this.isRunning && succeeds(this.container.readinessProbe!, this.probed);
  }

  /** As the kubelet deletes a pod: preStop, the image's stop signal, and SIGKILL when the grace period is over. */
  async delete(): Promise<{
    seconds: number;
    preStopSeconds: number;
    preStopCode?: number;
    overdue: boolean;
  }> {
    const begin = Date.now();
    const seconds = (): number => (Date.now() - begin) / 1000;
    const grace = this.args.pod.spec.terminationGracePeriodSeconds! * 1000;
    const hook = this.container.lifecycle?.preStop?.exec?.command;
    const preStopCode = hook && (await execute(hook, this.files, grace));
    const preStopSeconds = seconds();
    this.child.kill(this.files.stopSignal);
    // The kubelet leaves two seconds even to a pod whose hook took all of the time.
    const left = Math.max(2000, grace - (Date.now() - begin));
    let overdue = false;
    const late = setTimeout(() => {
      overdue = true;
      this.child.kill("SIGKILL");
    }, left);
    if (this.isRunning) await this.ended;
    clearTimeout(late);
    this.erase();
    return { preStopCode, preStopSeconds, seconds: seconds(), overdue };
  }

  /** SIGKILL, without a word before. */
  async kill(): Promise<void> {
    this.child.kill("SIGKILL");
    if (this.isRunning) await this.ended;
    this.erase();
  }

  /** Lets its process do nothing; whoever speaks to it gets no answer, and no word that there will be none. */
  freeze(): void {
    this.child.kill("SIGSTOP");
  }

  thaw(): void {
    this.child.kill("SIGCONT");
  }

  /** The next pod of the same name on the same volumes. */
  async again(): Promise<Pod> {
    return Pod.start(this.args);
  }

  private erase(): void {
    rmSync(this.files.folder, { recursive: true });
  }

  private async until(probe: Probe, tries: number): Promise<void> {
    for (let i = 0; i < tries; i++) {
      if (await succeeds(probe, this.probed)) return;
      if (!this.isRunning) break;
      await sleep(probe.periodSeconds! * 1000);
    }
    throw new Error(`${this.name} did not become ready\n${readFileSync(this.log, "utf8").slice(-2000)}`);
  }

  private get container() {
    return this.args.pod.spec.containers[0]!;
  }

  private get probed(): Probed {
    return {
      container: this.container,
      address: this.args.address,
      ports: this.args.ports ?? {},
      ...this.files,
    };
  }
}
