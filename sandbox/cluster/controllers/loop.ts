import { setTimeout as sleep } from "node:timers/promises";

/** Changes come in bursts; a burst is looked at once. */
const settleMilliseconds = 10;
const retryMilliseconds = 1000;

/** Runs its work again after each wake, never twice at once; work that throws is reported and tried again. */
export class Loop {
  private pending = true;
  private notify = () => {};

  constructor(
    private readonly work: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  wake(): void {
    this.pending = true;
    this.notify();
  }

  async run(): Promise<never> {
    for (;;) {
      if (!this.pending) await new Promise<void>((resolve) => (this.notify = resolve));
      await sleep(settleMilliseconds);
      this.pending = false;
      try {
        await this.work();
      } catch (error) {
        this.onError(error);
        setTimeout(() => this.wake(), retryMilliseconds).unref();
      }
    }
  }
}
