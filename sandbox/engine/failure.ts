import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Display } from "./display";
import type { Journal } from "./journal";

/** The engine was ended from outside and could not say so in the state. */
export class EngineKilled extends Error {}

/** Where an operation of the engine tells what happens. */
export interface Listeners {
  onEvent: (event: EngineEvent) => void;
  onError: (text: string) => void;
}

/** Says why an operation failed once: by what the display has shown, else by what the engine printed. */
export async function failClearly(
  operation: string,
  display: Display,
  run: (onError: Listeners["onError"]) => Promise<unknown>,
): Promise<void> {
  let printed = "";
  try {
    await run((text) => (printed += text));
  } catch (error) {
    const { message } = error as Error;
    const killed = /was killed with (SIG\w+)/.exec(message)?.[1];
    if (killed)
      throw new EngineKilled(
        `${operation} failed: the engine was killed (${killed}); run the command again, it finds out what was begun`,
      );
    const reason =
      display.errorCount > 0 ? shown(display) : printed.trim().replace(/^error: /, "") || message;
    throw new Error(`${operation} failed: ${reason}`, { cause: error });
  }
  // The engine knows nothing of what only the sandbox refuses.
  if (display.violationCount > 0) throw new Error(`${operation} failed: ${shown(display)}`);
}

function shown({ errorCount }: Display): string {
  return `${errorCount} error${errorCount > 1 ? "s" : ""}, shown above`;
}

/** What the engine's own process printed, from an error of the Automation API, which repeats it with all its arguments. */
export function printedBy(error: Error): string {
  const [, printed = error.message] = /^ stderr: .*\n([^]*?)\n err\?:/m.exec(error.message) ?? [];
  return printed.replace(/^error: /, "").trim();
}

/** Keeps the journal of an operation while it runs, and after it when the engine was killed. */
export async function journaled(journal: Journal, run: () => Promise<void>): Promise<void> {
  journal.start();
  try {
    await run();
  } catch (error) {
    if (!(error instanceof EngineKilled)) journal.end();
    throw error;
  }
  journal.end();
}
