import type { Stack } from "@pulumi/pulumi/automation";
import { freeDeadLocks } from "../engine/deadLocks";
import { Display, summary } from "../engine/display";
import { failClearly, journaled, type Listeners } from "../engine/failure";
import { Journal } from "../engine/journal";
import { recover } from "../engine/recovery";
import { openStack } from "../engine/stack";
import { serveStandIns } from "../engine/standIns";
import type { StandIn } from "../engine/surroundings";
import { WholePlan } from "../provider/wholePlan";
import { printTitle, type Sandbox } from "./sandbox";

type Run = (
  stack: Stack,
  options: Listeners & { signal: AbortSignal; policyPacks?: string[] },
) => Promise<unknown>;

/**
 * Starts what the engine needs, puts right what a killed run left, and runs one operation of the engine on the stack. One
 * that has a plan does not begin when that breaks a policy.
 */
export async function runEngine(
  sandbox: Sandbox,
  operation: "up" | "preview" | "refresh" | "destroy",
  run: Run,
  plan?: Run,
): Promise<void> {
  const { screen, engine, surroundings, project, projectName, options, interrupts } = sandbox;
  printTitle(sandbox);
  await screen.step("tools", async (report) => engine.prepare(await surroundings.tools(report), projectName));
  await screen.step("control planes", () => surroundings.resume());
  const journal = new Journal(
    engine.journal(projectName, options.stack),
    () => sandbox.checkpoint()?.pendingOperations ?? [],
  );
  const goesOn = operation === "preview" && options.wholePlan;
  const standIns = await serveStandIns(
    goesOn ? surroundings.standIns.map(planningAll) : surroundings.standIns,
    journal,
  );
  process.env.PULUMI_DEBUG_PROVIDERS = standIns.addresses;
  const isJudged = ["up", "preview"].includes(operation) && options.policies !== false;
  const policies = isJudged ? project.policies : undefined;
  const display = new Display(screen, options, policies);
  try {
    const stack = await screen.step("engine", () =>
      openStack(engine, project, options.stack, sandbox.checkpoint()),
    );
    if (operation !== "preview") await repair(sandbox, stack, journal, display);
    const execute = (what: Run, onEvent: Listeners["onEvent"], policyPacks?: string[]) =>
      interrupts.during((signal) =>
        failClearly(operation, display, (onError) => what(stack, { signal, onEvent, onError, policyPacks })),
      );
    const packs = policies && [policies.folder];
    if (plan && policies) await screen.step("policies", () => execute(plan, display.onPlan, packs));
    await screen.step(operation, async () => {
      await (operation === "preview"
        ? execute(run, display.onEvent, packs)
        : journaled(journal, () => execute(run, display.onEvent)));
      return summary(display.changes, operation === "preview");
    });
  } finally {
    display.close();
    standIns.close();
  }
}

function planningAll(standIn: StandIn): StandIn {
  return { ...standIn, provider: () => new WholePlan(standIn.provider()) };
}

async function repair(sandbox: Sandbox, stack: Stack, journal: Journal, { onEvent }: Display): Promise<void> {
  const { screen, engine, projectName, surroundings } = sandbox;
  const report = (line: string) => screen.print(`  ${screen.paint("yellow", "recovered")} ${line}`);
  await freeDeadLocks(stack, engine.locks(projectName, stack.name), report);
  await recover(sandbox.checkpoint()?.pendingOperations ?? [], {
    stack,
    journal,
    find: (creation) => surroundings.find(creation),
    onEvent,
    report,
  });
}
