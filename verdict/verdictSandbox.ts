import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { refusalOf } from "../policy/kept";
import { stopClusters } from "../sandbox/cluster/stopClusters";
import type { ResourceState } from "../sandbox/engine/checkpoint";
import { EngineFolder } from "../sandbox/engine/folder";
import { projectName } from "../sandbox/engine/settings";
import { checkout, SandboxFolder } from "../sandbox/folder";
import type { Plan, Properties } from "./plan";
import { readPlan, refusalsIn } from "./readPlan";

const policies = { folder: join(checkout, "policy"), refusalOf };

/** A sandbox in a temporary folder, in which one tree of the program is deployed and others are previewed on what that left. */
export class VerdictSandbox {
  private readonly root = mkdtempSync(join(tmpdir(), "loklak-verdict-"));
  private readonly folder = new SandboxFolder(join(this.root, "sandbox"));
  private readonly ending = new AbortController();
  private commands = 0;
  private atWork: Promise<unknown> = Promise.resolve();

  /** Deploys a stack of the tree, held to no policy; that it cannot be is an error with the engine's words. */
  async deploy(tree: string, stack: string): Promise<void> {
    const { code, events, stderr } = await this.run("up", tree, stack, "--no-policies");
    if (code === 0) return;
    const said = refusalsIn(events);
    throw new Error(
      `stack ${stack} of the base cannot be deployed:\n${(said.length > 0 ? said : [stderr]).join("\n")}`,
    );
  }

  /**
   * What the tree would do to what is deployed. A program that refuses its configuration for what the last deployment left is asked
   * again as if it knew nothing of that, so that the plan is seen beside the refusal.
   */
  async preview(tree: string, stack: string): Promise<Plan> {
    const plan = await this.plan(tree, stack);
    if (plan.steps.length > 0 || plan.refusals.length === 0) return plan;
    const unguarded = await this.withoutOutputs(tree, stack, (lastOutputs) =>
      this.plan(tree, stack, lastOutputs),
    );
    if (unguarded.steps.length === 0) return plan;
    return { ...unguarded, refusals: [...new Set([...plan.refusals, ...unguarded.refusals])] };
  }

  /** Ends all its processes, those of a command at work too, and deletes its files. */
  async erase(): Promise<void> {
    this.ending.abort();
    await this.atWork;
    await stopClusters(this.folder, "now", () => undefined);
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async plan(tree: string, stack: string, lastOutputs?: Properties): Promise<Plan> {
    const { code, events, stderr } = await this.run("preview", tree, stack);
    const plan = readPlan(events, { policies, lastOutputs });
    if (code === 0 || plan.refusals.length > 0) return plan;
    return { ...plan, refusals: [stderr.trim().replace(/^error: /, "")] };
  }

  /** Takes the last deployment's outputs, which the program reads, out of the state of this sandbox while something runs. */
  private async withoutOutputs(
    tree: string,
    stack: string,
    run: (outputs: Properties) => Promise<Plan>,
  ): Promise<Plan> {
    const file = new EngineFolder(this.folder).checkpoint(projectName(tree), stack);
    if (!existsSync(file)) return run({});
    const intact = readFileSync(file, "utf8");
    const state = JSON.parse(intact) as { checkpoint: { latest: { resources: ResourceState[] } } };
    const root = state.checkpoint.latest.resources.find(({ type }) => type === "pulumi:pulumi:Stack");
    const { outputs = {} } = root ?? {};
    if (root) root.outputs = {};
    writeFileSync(file, JSON.stringify(state));
    return run(outputs).finally(() => writeFileSync(file, intact));
  }

  private async run(command: string, tree: string, stack: string, ...options: string[]): Promise<Ended> {
    const eventLog = join(this.root, `${this.commands++}.events`);
    const where = ["--dir", this.folder.path, "--project", tree, "--stack", stack, "--event-log", eventLog];
    // Nobody's keys are at hand where a change is judged.
    where.push("--encrypted", "stand-in");
    const child = spawn(
      process.execPath,
      ["--import", "tsx", join(checkout, "sandbox", "cli.ts"), command, ...where, ...options],
      {
        cwd: checkout,
        stdio: ["ignore", "ignore", "pipe"],
        signal: this.ending.signal,
        killSignal: "SIGKILL",
      },
    );
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    // A child that is killed tells so before it is gone.
    child.on("error", () => undefined);
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    this.atWork = closed;
    const code = await closed;
    this.ending.signal.throwIfAborted();
    return { code, stderr, events: readEvents(eventLog) };
  }
}

interface Ended {
  code: number | null;
  stderr: string;
  events: EngineEvent[];
}

function readEvents(file: string): EngineEvent[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as EngineEvent);
}
