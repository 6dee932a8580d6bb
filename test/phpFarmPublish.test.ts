import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const script = join(__dirname, "../examples/php-farm/content/publish.sh");
const commands = "mkdir find sort xargs sha256sum cut mktemp cp chmod mv readlink touch ln rm".split(" ");

describe("publish.sh of the PHP farm, killed at every step", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "publish-"));
  const volume = join(folder, "volume");
  const bin = join(folder, "bin");
  after(() => rmSync(folder, { recursive: true }));

  before(() => {
    mkdirSync(volume);
    mkdirSync(bin);
    // Each command counts itself, and is the last one when it is that many.
    for (const command of commands) {
      const counted = `#!/bin/sh
echo >>"$COUNT"
[ "$(wc -l <"$COUNT")" -lt "$KILL_AT" ] || kill -s KILL -- "-$(/usr/bin/cut -d ' ' -f 5 /proc/$$/stat)"
PATH=/usr/bin:/bin exec ${command} "$@"
`;
      writeFileSync(join(bin, command), counted);
      chmodSync(join(bin, command), 0o755);
    }
  });

  /** Publishes a site that says a word; true when it came to its end, and how many commands that took. */
  const publish = (word: string, killAt = 1000, minutes = 60) => {
    const site = join(folder, word);
    mkdirSync(join(site, "public"), { recursive: true });
    writeFileSync(join(site, "public/word"), word);
    const count = join(folder, "count");
    writeFileSync(count, "");
    const { status, stderr } = spawnSync("setsid", ["--wait", script, site, volume, `${minutes}`], {
      env: { PATH: `${bin}:/usr/bin:/bin`, COUNT: count, KILL_AT: `${killAt}` },
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    return { done: status === 0, steps: readFileSync(count, "utf8").length };
  };
  const served = () => readFileSync(join(volume, "current/public/word"), "utf8");

  it("has changed nothing until its last rename, and all after it", () => {
    const { steps } = publish("old");
    assert.ok(steps > 10);
    const outcomes = [];
    for (let step = 1; ; step++) {
      publish("old");
      const { done } = publish("new", step, -1);
      if (done) break;
      outcomes.push(served());
    }
    const changed = outcomes.indexOf("new");
    assert.ok(changed > 10, `changed at step ${changed}`);
    assert.deepEqual([...new Set(outcomes.slice(0, changed))], ["old"]);
    assert.deepEqual([...new Set(outcomes.slice(changed))], ["new"]);
    assert.equal(served(), "new");
    assert.equal(readdirSync(join(volume, "releases")).length, 1);
  });

  it("keeps what was replaced for its time, counted from when it was replaced", () => {
    publish("one");
    spawnSync("touch", ["-h", "-d", "2 days ago", join(volume, readlink())]);
    publish("two", 1000, 60);
    assert.equal(readdirSync(join(volume, "releases")).length, 3);
  });

  function readlink(): string {
    return spawnSync("readlink", [join(volume, "current")], { encoding: "utf8" }).stdout.trim();
  }
});
