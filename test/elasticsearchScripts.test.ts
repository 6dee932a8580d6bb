import assert from "node:assert/strict";
import { runScript, type ScriptOutcome } from "./support/imageScript";

/** /_cluster/health, in Elasticsearch's order. */
const health = (status: string, initializing: number, fetching = 0): string =>
  JSON.stringify({
    status,
    number_of_nodes: 3,
    initializing_shards: initializing,
    unassigned_shards: 2,
    number_of_pending_tasks: 0,
    number_of_in_flight_fetch: fetching,
    task_max_waiting_in_queue_millis: 0,
  });
const green = health("green", 0);
const copying = health("yellow", 2);
const looking = health("yellow", 0, 1);
const stuck = health("yellow", 0);
const noMaster = '{"error":{"type":"master_not_discovered_exception"},"status":503}';

const leave = (seconds: number, answers: string[]): ScriptOutcome =>
  runScript("images/elasticsearch/leave.sh", [seconds], answers);

describe("leave.sh of Elasticsearch's image", () => {
  it("leaves a green cluster at once, after it marked the equal copies", () => {
    const { status, calls, seconds } = leave(600, [green]);
    assert.equal(status, 0);
    assert.equal(seconds, 0);
    assert.match(calls.at(-1)!, /POST http:\/\/127.0.0.1:9200\/_flush\/synced$/);
  });

  it("waits while copies are made or looked for, also after it looked as if none were", () => {
    const answers = [stuck, ...Array<string>(20).fill(copying), looking, stuck, copying, green];
    const { status, calls } = leave(600, answers);
    assert.equal(status, 0);
    assert.equal(calls.length, answers.length + 1);
  });

  for (const [what, answer] of Object.entries({
    "a copy without a place": stuck,
    "a master": noMaster,
    HTTP: "",
  }))
    it(`waits some seconds at most for ${what}`, () => {
      const { status, seconds } = leave(600, [copying, answer]);
      assert.equal(status, 0);
      assert.equal(seconds, 6);
    });

  it("gives up at the deadline and says so", () => {
    const { status, stderr, seconds } = leave(10, [copying]);
    assert.equal(status, 1);
    assert.equal(seconds, 10);
    assert.match(stderr, /still being made/);
  });
});
