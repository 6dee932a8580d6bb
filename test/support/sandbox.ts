import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { readEvents } from "../../sandbox/engine/eventLog";
import { checkout, SandboxFolder } from "../../sandbox/folder";

/** How a command of the sandbox ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** What the engine said it did, in order; none when no engine ran. */
  events: EngineEvent[];
}

/** A command of the sandbox that runs. */
export class RunningCommand {
  stdout = "";
  stderr = "";
  readonly ended: Promise<Ended>;

  constructor(
    readonly process: ChildProcess,
    eventLog: string,
  ) {
    process.stdout?.on("data", (data: Buffer) => (this.stdout += data.toString()));
    process.stderr?.on("data", (data: Buffer) => (this.stderr += data.toString()));
    this.ended = new Promise((resolve) =>
      process.on("close", (code) =>
        resolve({ code, stdout: this.stdout, stderr: this.stderr, events: readEvents(eventLog) }),
      ),
    );
  }

  /** Waits until the condition holds; a command that ends before is an error that shows what it printed. */
  async until(condition: () => boolean): Promise<void> {
    let over = false;
    void this.ended.then(() => (over = true));
    while (!condition()) {
      if (over) throw new Error(`the command ended too soon:\n${this.stdout}${this.stderr}`);
      await sleep(20);
    }
  }
}

/** A sandbox of its own in a temporary folder, driven through the command line as people do it. */
export class TestSandbox {
  readonly folder = new SandboxFolder(join(mkdtempSync(join(tmpdir(), "loklak-sandbox-")), "sandbox"));
  private commands = 0;

  /** `entry` is the command line's source, relative to the repository. */
  constructor(
    private readonly entry = "sandbox/cli.ts",
    private readonly env: Record<string, string> = {},
  ) {}

  /** A variable of the environment that later commands see; undefined takes it away. */
  setenv(name: string, value: string | undefined): void {
    if (value === undefined) delete this.env[name];
    else this.env[name] = value;
  }

  start(command: string, ...args: string[]): RunningCommand {
    const eventLog = `${this.folder.path}.${this.commands++}.events`;
    const line = [command, "--dir", this.folder.path, "--event-log", eventLog, ...args];
    const child = spawn(process.execPath, ["--import", "tsx", resolve(checkout, this.entry), ...line], {
      cwd: checkout,
      env: { ...process.env, ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    return new RunningCommand(child, eventLog);
  }

  async run(command: string, ...args: string[]): Promise<Ended> {
    return this.start(command, ...args).ended;
  }

  /** Runs a command that must succeed; a failure shows what it printed. */
  async succeed(command: string, ...args: string[]): Promise<Ended> {
    const ended = await this.run(command, ...args);
    assert.equal(ended.code, 0, `${command} failed:\n${ended.stdout}${ended.stderr}`);
    return ended;
  }

  /** Ends the sandbox's processes and erases it. */
  async erase(): Promise<void> {
    await this.run("stop");
    rmSync(join(this.folder.path, ".."), { recursive: true, force: true });
  }
}

/** What was done to resources that are not components, as `create data`; what stayed the same is left out. */
export function steps({ events }: Pick<Ended, "events">): string[] {
  return events.flatMap(({ resOutputsEvent }) => {
    const step = resOutputsEvent?.metadata;
    if (!step || step.op === "same" || (step.new ?? step.old)?.custom !== true) return [];
    return step.type.startsWith("pulumi:") ? [] : [`${step.op} ${step.urn.split("::").at(-1)}`];
  });
}
