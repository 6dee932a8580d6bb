import assert from "node:assert/strict";
import { spawnSync, SpawnSyncReturns } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const counts = (queued: number): string =>
  JSON.stringify(
    { index: { messages: { size_local: 1, queue: { size: queued, maxSize: 20000 } } } },
    null,
    2,
  );
/** What loklak answers, with status 200, when it has lost Elasticsearch. */
const withoutIndex = JSON.stringify({ system: {} }, null, 2);

describe("The scripts of loklak's image", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "loklak-scripts-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const command = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  };

  /** Runs a script with a stand-in for curl that gives one answer after the other, the last for ever, and for a clock that only sleep moves. */
  const run = (script: string, seconds: number, answers: string[]): SpawnSyncReturns<string> => {
    answers.forEach((answer, i) => writeFileSync(join(folder, `answer-${i}`), answer));
    writeFileSync(join(folder, "clock"), "0");
    writeFileSync(join(folder, "calls"), "0");
    command("date", `cat ${folder}/clock`);
    command("sleep", `echo $(($(cat ${folder}/clock) + $1)) > ${folder}/clock`);
    command(
      "curl",
      `n=$(cat ${folder}/calls); echo $((n + 1)) > ${folder}/calls
       if [ $n -ge ${answers.length} ]; then n=${answers.length - 1}; fi
       cat ${folder}/answer-$n`,
    );
    const env = { PATH: `${folder}:${process.env.PATH}`, TMPDIR: folder };
    return spawnSync("sh", [join("images/loklak", script), String(seconds)], { env, encoding: "utf8" });
  };

  it("say ready only when loklak answers and reaches its index", () => {
    assert.equal(run("ready.sh", 8, [counts(0)]).status, 0);
    assert.notEqual(run("ready.sh", 8, [withoutIndex]).status, 0);
    assert.notEqual(run("ready.sh", 8, []).status, 0);
  });

  it("say drained only when the queue stays empty, also after it filled again", () => {
    const { status } = run("drain.sh", 60, [counts(3000), counts(0), counts(7), counts(0)]);
    assert.equal(status, 0);
    const calls = spawnSync("cat", [join(folder, "calls")], { encoding: "utf8" }).stdout.trim();
    assert.equal(calls, "6");
  });

  it("give up at the deadline and say what was left", () => {
    const full = run("drain.sh", 30, [counts(12)]);
    assert.equal(full.status, 1);
    assert.match(full.stderr, /still 12 messages/);
    assert.match(run("drain.sh", 30, [withoutIndex]).stderr, /unknown number of messages/);
  });
});
