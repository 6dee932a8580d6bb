import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { readDescriptions } from "../../../sandbox/cluster/clusterDescription";
import { NodeAddresses } from "../../../sandbox/nodes/addresses";
import { eventually } from "../../support/eventually";
import { figure } from "../../support/figure";
import type { Pod } from "../../support/objects";
import { push, search } from "../../support/messages";
import { Load } from "./load";
import { PodsSandbox } from "./podsSandbox";
import { SearchIndex } from "./searchIndex";

/** What is searched for at all times. */
const sought = "seed";

/** loklak refuses a client that asks for a path twice within 100 ms. */
const throttle = 150;

/** loklak looks into its queue every two seconds, and lets go of a machine that has vanished within ten. */
const queueSeconds = 60;

/** A stack that really runs, and all that was ever written into it. */
export class Environment {
  readonly sandbox: PodsSandbox;
  readonly index: SearchIndex;
  /** The public address, once it is known. */
  address = "";
  private readonly written: string[] = [];

  constructor(stack: "dev" | "prod", clusterId: string) {
    this.sandbox = new PodsSandbox(stack, clusterId);
    this.index = new SearchIndex(this.sandbox);
  }

  /** Writes the first messages by the public address and waits until they are found. */
  async seed(): Promise<void> {
    this.address = await this.publicAddress();
    this.written.push(...(await push(this.url, sought, 100)));
    await eventually(async () => assert.equal(await search(this.url, sought), 10), 60);
    await this.assertKept();
  }

  /** What the stack says its public address is. */
  async publicAddress(): Promise<string> {
    const { stdout } = await this.sandbox.command("outputs");
    return (JSON.parse(stdout) as { ipAddress: string }).ipAddress;
  }

  get url(): string {
    return `http://${this.address}`;
  }

  /** Every message that was written is in the index. */
  async assertKept(): Promise<void> {
    assert.deepEqual(await this.index.missing(this.written), []);
  }

  /**
   * Reads and writes by the public address while `action` happens and until all works again. What was acknowledged must
   * be in the index then, but for what servers that `action` killed had in memory.
   */
  async underLoad(name: string, action: (load: Load) => Promise<unknown>): Promise<Load> {
    const load = new Load(this.url, `${name}-${Date.now().toString(36)}`, sought);
    try {
      await load.steady();
      await action(load);
      await load.steady();
    } finally {
      await load.stop();
      console.log(load.report);
    }
    const lost = await this.caughtUp(load);
    this.written.push(...load.acknowledged.filter((id) => !lost.includes(id)));
    await this.assertKept();
    return load;
  }

  /** Waits until what was acknowledged so far is in the index, but for what was in the memory of servers that were killed. Returns that. */
  async caughtUp(load: Load): Promise<string[]> {
    const lost = await this.lost(load);
    console.log(`      lost ${lost.length} of ${load.acknowledged.length}`);
    assert.deepEqual(unexpected(lost, load), []);
    return lost;
  }

  async pods(namespace?: string): Promise<Pod[]> {
    const { items } = await this.sandbox.client.list<Pod>("v1", "Pod", { namespace });
    return items.filter(({ metadata }) => metadata.namespace !== "kube-system");
  }

  async doors(): Promise<Pod[]> {
    return (await this.pods("web")).filter(({ metadata }) => metadata.name.startsWith("door-"));
  }

  /** What the public address answers, told apart by loklak from what was asked before. */
  async ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
    await sleep(throttle);
    return fetch(this.url + path, { headers, signal: AbortSignal.timeout(30_000) });
  }

  /** This machine's own address, as the nodes see it. */
  get client(): string {
    return new NodeAddresses(readDescriptions(this.sandbox.folder)[0]!.nodeNetwork!).host;
  }

  /** The one pod whose name begins so. */
  async pod(prefix: string): Promise<Pod> {
    const [pod, ...others] = (await this.pods()).filter(({ metadata }) => metadata.name.startsWith(prefix));
    assert.ok(pod !== undefined && others.length === 0, `${prefix}: ${others.length} others`);
    return pod;
  }

  /** What is not in the index when loklak's queues have had the time to be written. */
  private async lost(load: Load): Promise<string[]> {
    const begin = Date.now();
    const { acknowledged } = load;
    let lost: string[] = [];
    await eventually(async () => {
      lost = await this.index.missing(acknowledged);
      assert.deepEqual(unexpected(lost, load), []);
    }, queueSeconds).catch(() => undefined);
    figure("until all was in the index", begin);
    return lost;
  }
}

function unexpected(lost: string[], { atRisk }: Load): string[] {
  return lost.filter((id) => !atRisk.has(id));
}
