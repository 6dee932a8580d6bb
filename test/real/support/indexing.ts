import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./elasticsearchClient";

/** A client that writes and reads without a pause, tries again what failed, and knows what was acknowledged. */
export class Indexing {
  readonly acknowledged: string[] = [];
  /** The longest time from a success to the next one, in seconds. */
  readonly longest = { write: 0, read: 0 };
  private stopped = false;
  private readonly loops: Promise<void>[];

  constructor(
    private readonly addresses: string[],
    private readonly index: string,
    prefix: string,
  ) {
    this.loops = [
      this.loop("write", async (address, i) => {
        const id = `${prefix}-${this.acknowledged.length}`;
        // The first try may have been done without an answer: the same id makes the second one harmless.
        const path = `/${this.index}/message/${id}?timeout=2s`;
        await ask(address, path, { method: "PUT", body: { text: `message ${i}` }, seconds: 3 });
        this.acknowledged.push(id);
        await sleep(10);
      }),
      this.loop("read", async (address) => {
        const { _shards } = await ask<{ _shards: { failed: number; successful: number; total: number } }>(
          address,
          `/${this.index}/_search?size=1&q=message`,
          { seconds: 3 },
        );
        if (_shards.successful < _shards.total) throw new Error("a part of the index did not answer");
        await sleep(50);
      }),
    ];
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
  }

  private async loop(
    kind: "write" | "read",
    attempt: (address: string, i: number) => Promise<void>,
  ): Promise<void> {
    let last = Date.now();
    for (let i = 0, node = 0; !this.stopped; i++)
      try {
        await attempt(this.addresses[node]!, i);
        this.longest[kind] = Math.max(this.longest[kind], (Date.now() - last) / 1000);
        last = Date.now();
      } catch {
        node = (node + 1) % this.addresses.length;
        await sleep(50);
      }
  }
}
