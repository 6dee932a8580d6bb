import { readFileSync } from "node:fs";
import type { Screen } from "./screen";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** An error for a command that its user stopped. */
export class Interrupted extends Error {}

/**
 * Ctrl-C, SIGTERM and SIGHUP: while the engine works it finishes what it has begun and keeps the state; a second
 * one kills it. Before and after the engine's work the process ends at once.
 */
export class Interrupts {
  private controller?: AbortController;

  constructor(
    private readonly screen: Screen,
    private readonly enginePid: string,
  ) {
    for (const signal of signals) process.on(signal, this.interrupt);
  }

  close(): void {
    for (const signal of signals) process.off(signal, this.interrupt);
  }

  /** Runs the engine with a signal that is aborted by the first interrupt. */
  async during<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.controller = controller;
    try {
      return await run(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      throw new Interrupted("interrupted: what was done is in the state; run the command again to go on");
    } finally {
      this.controller = undefined;
    }
  }

  private readonly interrupt = (): void => {
    if (this.controller === undefined) {
      this.screen.print("interrupted: nothing was begun that the next command does not take up again");
      process.exit(1);
    }
    if (this.controller.signal.aborted) {
      this.screen.print("killed the engine; the next up finds out what it had begun");
      process.kill(Number(readFileSync(this.enginePid, "utf8")), "SIGKILL");
      process.exit(1);
    }
    this.screen.print("interrupted: the engine finishes what it has begun and stops (once more: kill it)");
    this.controller.abort();
  };
}
