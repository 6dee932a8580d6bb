import { setTimeout as sleep } from "node:timers/promises";
import { ask, type Health } from "./elasticsearchClient";

interface Search {
  _shards: { successful: number; total: number };
}

/** A client that writes and reads without a pause, tries again what failed, and knows what was acknowledged. */
export class Indexing {
  readonly acknowledged: string[] = [];
  /** The longest time from one success to the next, in seconds. */
  readonly longest = { write: 0, read: 0 };
  /** How many milliseconds the cluster had which status. */
  readonly statuses: Partial<Record<Health["status"] | "unknown", number>> = {};
  private stopped = false;
  private readonly loops: Promise<void>[];

  constructor(
    private readonly addresses: string[],
    private readonly index: string,
    private readonly prefix: string,
  ) {
    this.loops = [
      this.loop("write", 10, (address) => this.write(address)),
      this.loop("read", 50, (address) => this.read(address)),
      this.watch(),
    ];
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
  }

  private async write(address: string): Promise<void> {
    // Whatever became of a try without an answer: the next one has the same id.
    const id = `${this.prefix}-${this.acknowledged.length}`;
    const path = `/${this.index}/message/${id}?timeout=2s`;
    await ask(address, path, { method: "PUT", body: { text: `message ${id}` }, seconds: 3 });
    this.acknowledged.push(id);
  }

  private async read(address: string): Promise<void> {
    const { _shards } = await ask<Search>(address, `/${this.index}/_search?size=1`, { seconds: 3 });
    if (_shards.successful < _shards.total) throw new Error("a part of the index did not answer");
  }

  private async loop(
    kind: "write" | "read",
    pause: number,
    attempt: (address: string) => Promise<void>,
  ): Promise<void> {
    for (let last = Date.now(), node = 0; !this.stopped; await sleep(pause))
      try {
        await attempt(this.addresses[node]!);
        this.longest[kind] = Math.max(this.longest[kind], (Date.now() - last) / 1000);
        last = Date.now();
      } catch {
        node = (node + 1) % this.addresses.length;
      }
  }

  private async watch(): Promise<void> {
    for (let last = Date.now(), node = 0; !this.stopped; await sleep(100)) {
      const path = "/_cluster/health?timeout=1s&master_timeout=1s";
      const { status } = await ask<Health>(this.addresses[node]!, path, { seconds: 2 }).catch(() => {
        node = (node + 1) % this.addresses.length;
        return { status: "unknown" as const };
      });
      this.statuses[status] = (this.statuses[status] ?? 0) + Date.now() - last;
      last = Date.now();
    }
  }
}
