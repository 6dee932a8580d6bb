import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { stopClusters } from "../sandbox/cluster/stopClusters";
import { readEvents } from "../sandbox/engine/eventLog";
import { EngineFolder } from "../sandbox/engine/folder";
import { projectName } from "../sandbox/engine/settings";
import { checkout, SandboxFolder } from "../sandbox/folder";
import { policyPack } from "../sandbox/policyPack";
import { makeNamed } from "./existing";
import { formsOf } from "./firstDeployment";
import { type Guards, takeGuards, withGuards } from "./guards";
import type { Plan } from "./plan";
import { readPlan, refusalsIn } from "./readPlan";

/** A sandbox in a temporary folder, in which one tree of the program is deployed and others are previewed on what that left. */
export class VerdictSandbox {
  private readonly root = mkdtempSync(join(tmpdir(), "loklak-verdict-"));
  protected readonly folder = new SandboxFolder(join(this.root, "sandbox"));
  private readonly ending = new AbortController();
  private commands = 0;
  private atWork: Promise<unknown> = Promise.resolve();

  /**
   * Deploys a stack of the tree, held to no policy; that it cannot be is an error with the engine's words. The tree's file of the
   * stack is written anew in the form that can be deployed here.
   */
  async deploy(tree: string, stack: string): Promise<void> {
    await this.prepare(tree, stack);
    const file = join(tree, `Pulumi.${stack}.yaml`);
    for (const form of formsOf(readFileSync(file, "utf8"), projectName(tree))) {
      writeFileSync(file, form);
      const { code, events, stderr } = await this.run("up", tree, stack, "--no-policies");
      if (code === 0) continue;
      const said = refusalsIn(events);
      throw new Error(
        `stack ${stack} of the base cannot be deployed:\n${(said.length > 0 ? said : [stderr]).join("\n")}`,
      );
    }
  }

  /**
   * What the tree would do to what is deployed. One that is refused, by the program for what the last deployment left or by the
   * engine for what is protected, is asked again as if there were neither, so that the whole plan is seen beside the refusal.
   */
  async preview(tree: string, stack: string): Promise<Plan> {
    const plan = await this.plan(tree, stack);
    // A policy stops nothing.
    if (plan.refusals.every((text) => text.startsWith("policy "))) return plan;
    const program = plan.steps.length === 0;
    const whole = await this.withoutGuards(tree, stack, { program }, (guards) =>
      this.plan(tree, stack, guards),
    );
    if (whole.steps.length < plan.steps.length) return plan;
    return { ...whole, refusals: [...new Set([...plan.refusals, ...whole.refusals])] };
  }

  /** Ends all its processes, those of a command at work too, and deletes its files. */
  async erase(): Promise<void> {
    this.ending.abort();
    await this.atWork;
    await stopClusters(this.folder, "now", () => undefined);
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  private async plan(tree: string, stack: string, guards?: Guards): Promise<Plan> {
    await this.prepare(tree, stack);
    const { code, events, stderr } = await this.run("preview", tree, stack, "--whole-plan");
    const plan = readPlan(guards ? events.map((event) => withGuards(event, guards)) : events, policyPack);
    if (code === null) throw new Error(`stack ${stack}: the preview was killed, perhaps for lack of memory`);
    if (code === 0 || plan.refusals.length > 0) return plan;
    const said = stderr.trim().replace(/^error: /, "");
    // Before the engine has said a word, it is the sandbox that cannot work: that is no verdict.
    if (events.length === 0) throw new Error(`stack ${stack} cannot be previewed: ${said}`);
    return { ...plan, refusals: [said] };
  }

  private async prepare(tree: string, stack: string): Promise<void> {
    this.ending.signal.throwIfAborted();
    const made = makeNamed(this.folder, tree, stack);
    this.atWork = made.catch(() => undefined);
    await made;
  }

  /** Takes the engine's guards out of the state of this sandbox while something runs, and the program's if asked for. */
  private async withoutGuards(
    tree: string,
    stack: string,
    of: { program: boolean },
    run: (guards: Guards) => Promise<Plan>,
  ): Promise<Plan> {
    const file = new EngineFolder(this.folder).checkpoint(projectName(tree), stack);
    if (!existsSync(file)) return run({ protected: new Set() });
    const intact = readFileSync(file, "utf8");
    const { unguarded, guards } = takeGuards(intact, of);
    writeFileSync(file, unguarded);
    return run(guards).finally(() => writeFileSync(file, intact));
  }

  protected async run(command: string, tree: string, stack: string, ...options: string[]): Promise<Ended> {
    this.ending.signal.throwIfAborted();
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

export interface Ended {
  code: number | null;
  stderr: string;
  events: EngineEvent[];
}
