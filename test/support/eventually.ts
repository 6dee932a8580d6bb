import { setTimeout as sleep } from "node:timers/promises";

/** Tries until it does not throw; after the time is over its error is the test's. */
export async function eventually<T>(attempt: () => Promise<T>, seconds = 15): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}
