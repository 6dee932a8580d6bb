import type { Stack } from "@pulumi/pulumi/automation";
import { freeDeadLocks } from "../engine/deadLocks";
import { Display, summary } from "../engine/display";
import { failClearly, journaled, type Listeners } from "../engine/failure";
import { Journal } from "../engine/journal";
import { recover } from "../engine/recovery";
import { openStack } from "../engine/stack";
import { serveStandIns } from "../engine/standIns";
import { printTitle, type Sandbox } from "./sandbox";

/** Starts what the engine needs, puts right what a killed run left, and runs one operation of the engine on the stack. */
export async function runEngine(
  sandbox: Sandbox,
  operation: "up" | "preview" | "refresh" | "destroy",
  run: (stack: Stack, options: Listeners & { signal: AbortSignal }) => Promise<unknown>,
): Promise<void> {
  const { screen, engine, surroundings, project, projectName, options, interrupts } = sandbox;
  printTitle(sandbox);
  await screen.step("tools", async (report) => engine.prepare(await surroundings.tools(report), projectName));
  await screen.step("control planes", () => surroundings.resume());
  const journal = new Journal(
    engine.journal(options.stack),
    () => sandbox.checkpoint()?.pendingOperations ?? [],
  );
  const standIns = await serveStandIns(surroundings.standIns, journal);
  process.env.PULUMI_DEBUG_PROVIDERS = standIns.addresses;
  const display = new Display(screen, options);
  try {
    const stack = await screen.step("engine", () =>
      openStack(engine, project, options.stack, sandbox.checkpoint()),
    );
    if (operation !== "preview") await repair(sandbox, stack, journal, display);
    const execute = () =>
      interrupts.during((signal) =>
        failClearly(operation, display, (listeners) => run(stack, { signal, ...listeners })),
      );
    await screen.step(operation, async () => {
      await (operation === "preview" ? execute() : journaled(journal, execute));
      return summary(display.changes, operation === "preview");
    });
  } finally {
    display.close();
    standIns.close();
  }
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
