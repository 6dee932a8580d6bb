import assert from "node:assert/strict";
import { runScript, type ScriptOutcome } from "./support/imageScript";

const counts = (queued: number): string =>
  JSON.stringify(
    { index: { messages: { size_local: 1, queue: { size: queued, maxSize: 20000 } } } },
    null,
    2,
  );
/** What loklak answers, with status 200, when it has lost Elasticsearch. */
const withoutIndex = JSON.stringify({ system: {} }, null, 2);

const ready = (answers: string[]): ScriptOutcome => runScript("images/loklak/ready.sh", [8], answers);
const drain = (seconds: [number, number], answers: string[]): ScriptOutcome =>
  runScript("images/loklak/drain.sh", seconds, answers);

describe("The scripts of loklak's image", () => {
  it("say ready only when loklak answers and reaches its index", () => {
    assert.equal(ready([counts(0)]).status, 0);
    assert.notEqual(ready([withoutIndex]).status, 0);
    assert.notEqual(ready([]).status, 0);
  });

  it("say drained only when the queue stays empty, also after it filled again", () => {
    const { status, calls } = drain([5, 60], [counts(3000), counts(0), counts(7), counts(0)]);
    assert.equal(status, 0);
    assert.equal(calls.length, 6);
  });

  it("say drained only when no batch waits for Elasticsearch to take it", () => {
    const { status, stderr } = runScript("images/loklak/drain.sh", [5, 30], [counts(0)], ["untaken"]);
    assert.match(stderr, /a batch that Elasticsearch does not take/);
    assert.equal(status, 1);
  });

  it("keep serving for a while before they look at the queue", () => {
    assert.ok(drain([30, 60], [counts(0)]).seconds >= 30);
  });

  it("give up at the deadline and say what was left", () => {
    const full = drain([5, 30], [counts(12)]);
    assert.equal(full.status, 1);
    assert.match(full.stderr, /still 12 messages/);
    assert.match(drain([5, 30], [withoutIndex]).stderr, /unknown number of messages/);
  });
});
