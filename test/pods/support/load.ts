import { setTimeout as sleep } from "node:timers/promises";
import { indexSize, pushIds, search } from "../../support/messages";
import { Availability } from "./availability";

/** So far apart that loklak, which throttles by address and path, takes them for those of many clients. */
const pauses = { search: 250, write: 300, status: 600 };
const messagesPerWrite = 5;
/** How long a reader waits for an answer. */
const patience = 5000;

/** How long messages are in loklak's memory alone: it looks into its queue every two seconds, and writes for as long. */
const queued = 5000;

/** A client of the public address that reads and writes until it is stopped, every request on a connection of its own. */
export class Load {
  readonly searches = new Availability();
  readonly statuses = new Availability();
  readonly writes = new Availability();
  /** When the address said of which message that it has it. */
  private readonly acknowledgements = new Map<string, number>();
  /** Those of the messages that were in the memory of a loklak server that was killed. */
  readonly atRisk = new Set<string>();
  private written = 0;
  private stopped = false;
  private readonly loops: Promise<void>[];

  /** Searches for `sought`, which is to be found at all times; `name` is the beginning of each id. */
  constructor(
    private readonly url: string,
    private readonly name: string,
    sought: string,
  ) {
    this.loops = [
      this.loop(this.searches, pauses.search, async () => {
        if ((await search(url, sought, patience)) === 0) throw new Error("search: nothing found");
      }),
      this.loop(this.statuses, pauses.status, async () => {
        if ((await indexSize(url, patience)) === undefined) throw new Error("status: no index");
      }),
      this.loop(this.writes, pauses.write, () => this.write()),
    ];
  }

  /** The ids of the messages of which the address said that it has them. */
  get acknowledged(): string[] {
    return [...this.acknowledgements.keys()];
  }

  /** Waits until this many searches and writes in a row have succeeded. */
  async steady(times = 20, seconds = 180): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    this.searches.inARow = this.writes.inARow = 0;
    while (this.searches.inARow < times || this.writes.inARow < times) {
      if (Date.now() > deadline) throw new Error(`the public address does not serve again:\n${this.report}`);
      await sleep(100);
    }
  }

  /** Kills loklak servers: what they had in memory, nobody else has. */
  async killing(kill: () => Promise<void>): Promise<void> {
    const begin = Date.now() - queued;
    await kill();
    for (const [id, time] of this.acknowledgements) if (time > begin) this.atRisk.add(id);
  }

  /** Waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.loops);
    for (const kind of [this.searches, this.statuses, this.writes]) kind.answered();
  }

  /** How many searches, questions for the status and writes failed. */
  get failed(): number[] {
    return [this.searches, this.statuses, this.writes].map(({ failed }) => failed);
  }

  /** How it fared, in lines below a test. */
  get report(): string {
    return [
      `searches ${this.searches.report}`,
      `status ${this.statuses.report}`,
      `writes ${this.writes.report}, ${this.acknowledgements.size} messages acknowledged`,
    ]
      .map((line) => `      ${line}`)
      .join("\n");
  }

  private async write(): Promise<void> {
    const ids = Array.from({ length: messagesPerWrite }, () => `${this.name}-${this.written++}`);
    await pushIds(this.url, ids, `message of ${this.name}`, patience);
    for (const id of ids) this.acknowledgements.set(id, Date.now());
  }

  private async loop(kind: Availability, pause: number, request: () => Promise<void>): Promise<void> {
    for (; !this.stopped; await sleep(pause)) await kind.attempt(request);
  }
}
