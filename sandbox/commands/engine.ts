import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { freeDeadLocks } from "../engine/deadLocks";
import { Display, summary } from "../engine/display";
import { recover } from "../engine/recovery";
import { seconds } from "../engine/screen";
import { openStack } from "../engine/stack";
import { serveStandIns } from "../engine/standIns";
import { printTitle, type Sandbox } from "./sandbox";

/** What an operation of the engine is given. */
interface Run {
  signal: AbortSignal;
  onEvent: (event: EngineEvent) => void;
  onError: (text: string) => void;
}

/** Starts what the engine needs, puts right what a killed run left, and runs one operation of the engine on the stack. */
export async function runEngine(
  sandbox: Sandbox,
  operation: "up" | "preview" | "refresh" | "destroy",
  run: (stack: Stack, options: Run) => Promise<unknown>,
): Promise<void> {
  const { screen, engine, surroundings, project, projectName, options, interrupts } = sandbox;
  printTitle(sandbox);
  await screen.step("tools", async (report) => engine.prepare(await surroundings.tools(report), projectName));
  await screen.step("control planes", () => surroundings.resume());
  const standIns = await serveStandIns(surroundings.standIns);
  process.env.PULUMI_DEBUG_PROVIDERS = standIns.addresses;
  const display = new Display(screen, options);
  try {
    let stack: Stack | undefined;
    await screen.step("engine", async () => {
      stack = await openStack(engine, project.folder, options.stack, sandbox.checkpoint(), project.program);
    });
    if (!stack) return;
    const opened = stack;
    if (operation !== "preview") await repair(sandbox, opened, display);
    const start = performance.now();
    await interrupts.during((signal) =>
      failClearly(operation, display, (rest) => run(opened, { signal, ...rest })),
    );
    const counts = summary(display.changes, operation === "preview");
    screen.print(
      `${screen.paint("green", "✓")} ${operation.padEnd(16)}${seconds(performance.now() - start)}  ${counts}`,
    );
  } finally {
    display.close();
    standIns.close();
  }
}

async function repair(sandbox: Sandbox, stack: Stack, { onEvent }: Display): Promise<void> {
  const { screen, engine, projectName, surroundings } = sandbox;
  const report = (line: string) => screen.print(`  ${screen.paint("yellow", "recovered")} ${line}`);
  await freeDeadLocks(stack, engine.locks(projectName, stack.name), report);
  await recover(sandbox.checkpoint()?.pendingOperations ?? [], {
    stack,
    marker: engine.recovery(stack.name),
    find: (creation) => surroundings.find(creation),
    onEvent,
    report,
  });
}

/** Says why the engine failed once: by what the display has shown, else by what the engine printed. */
async function failClearly(
  operation: string,
  display: Display,
  run: (options: Omit<Run, "signal">) => Promise<unknown>,
): Promise<void> {
  let printed = "";
  try {
    await run({ onEvent: display.onEvent, onError: (text) => (printed += text) });
  } catch (error) {
    const reason = causeOf(error as Error, display.errorCount, printed.trim());
    throw new Error(`${operation} failed: ${reason}`, { cause: error });
  }
}

function causeOf(error: Error, errorsShown: number, printed: string): string {
  const killed = /was killed with (SIG\w+)/.exec(error.message)?.[1];
  if (killed) return `the engine was killed (${killed}); run the command again, it finds out what was begun`;
  if (errorsShown > 0) return `${errorsShown} error${errorsShown > 1 ? "s" : ""}, shown above`;
  return printed.replace(/^error: /, "") || error.message;
}
