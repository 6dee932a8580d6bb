import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { type RunningCommand, steps } from "../support/sandbox";
import { TinySandbox } from "../support/tinySandbox";

const program = { things: { a: { size: 1 }, b: { needs: "a" }, c: { needs: "b" } } };

describe("a run that is cut off", () => {
  let sandbox: TinySandbox;
  beforeEach(() => (sandbox = new TinySandbox(program)));
  afterEach(() => sandbox.erase());

  /** An up that has made the object of `b` and has not told the engine. */
  async function creatingB(how = "b"): Promise<RunningCommand> {
    sandbox.hang(how);
    const command = sandbox.start("up");
    await command.until(() => sandbox.objects().includes("b") && locks().length > 0);
    return command;
  }

  function locks(): string[] {
    const folder = sandbox.engine.locks("tiny", "dev");
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".json")) : [];
  }

  function enginePid(): number {
    return Number(readFileSync(sandbox.engine.pid, "utf8"));
  }

  async function converges(): Promise<void> {
    sandbox.hang(undefined);
    const next = await sandbox.succeed("up");
    assert.match(
      next.stdout,
      /recovered tiny:index:Thing b: its interrupted creation made tiny:index:Thing\/b/,
    );
    assert.deepEqual(steps(next), ["create c"]);
    assert.deepEqual(sandbox.objects(), ["a", "b", "c"]);
    assert.deepEqual(steps(await sandbox.succeed("up")), []);
  }

  it("converges after the command was killed", async () => {
    const command = await creatingB();
    command.process.kill("SIGKILL");
    await command.ended;
    await converges();
  });

  it("converges after the engine was killed", async () => {
    const command = await creatingB();
    process.kill(enginePid(), "SIGKILL");
    const { code, stderr } = await command.ended;
    assert.equal(code, 1);
    assert.match(stderr, /^error: up failed: the engine was killed .*\n$/);
    await converges();
  });

  it("forgets a creation that made nothing", async () => {
    const command = await creatingB();
    command.process.kill("SIGKILL");
    await command.ended;
    sandbox.remove("b");
    sandbox.hang(undefined);
    const next = await sandbox.succeed("up");
    assert.match(next.stdout, /recovered refreshed the state after the interrupted run/);
    assert.deepEqual(steps(next), ["create b", "create c"]);
  });

  it("stops gracefully on Ctrl-C and keeps what was done", async () => {
    const command = await creatingB();
    command.process.kill("SIGINT");
    const { code, stdout, stderr } = await command.ended;
    assert.equal(code, 1);
    assert.match(stdout, /interrupted: the engine finishes what it has begun/);
    assert.doesNotMatch(stdout, /error/);
    assert.match(
      stderr,
      /^error: interrupted: what was done is in the state; run the command again to go on\n$/,
    );
    assert.deepEqual(locks(), []);
    sandbox.hang(undefined);
    assert.deepEqual(steps(await sandbox.succeed("up")), ["create c"]);
  });

  it("is killed by a second Ctrl-C and converges", async () => {
    const command = await creatingB("b!");
    command.process.kill("SIGINT");
    await command.until(() => command.stdout.includes("interrupted"));
    command.process.kill("SIGINT");
    assert.equal((await command.ended).code, 1);
    await converges();
  });
});
