import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lock, tryLock } from "../sandbox/lock";
import {
  commandOf,
  isRunning,
  processesNamed,
  requireFreePorts,
  runningProcesses,
  startDetached,
  stopProcesses,
} from "../sandbox/processes";
import { eventually } from "./support/eventually";

describe("processes", () => {
  let folder!: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "loklak-processes-"))));
  afterEach(async () => {
    await stopProcesses(runningProcesses(folder), 0);
    rmSync(folder, { recursive: true });
  });
  const start = (script: string) =>
    startDetached({ name: join(folder, "p"), command: "sh", args: ["-c", script], log: join(folder, "log") });

  it("are found by their folder, whoever started them, and end when asked", async () => {
    const process = await start("exec sleep 60");
    assert.deepEqual(runningProcesses(folder), [process]);
    assert.deepEqual(runningProcesses(folder.slice(0, -1)), []);
    await stopProcesses([process], 5);
    assert.deepEqual(runningProcesses(folder), []);
  });

  it("are found by their name, with what they started themselves", async () => {
    const process = await start("sleep 60 & exec sleep 60");
    await startDetached({
      name: join(folder, "p2"),
      command: "sleep",
      args: ["60"],
      log: join(folder, "log2"),
    });
    await eventually(async () => assert.equal(processesNamed(process.name).length, 2));
  });

  it("keep their name while they become other programs", async () => {
    const again = `[ "$n" -eq 0 ] && exec sleep 60; n=$((n - 1)) exec sh -c "$again"`;
    const process = await startDetached({
      name: join(folder, "p"),
      command: "sh",
      args: ["-c", again],
      log: join(folder, "log"),
      env: { again, n: "300" },
    });
    while (commandOf(process) !== "sleep") assert.ok(isRunning(process));
  });

  it("are killed when they do not end in time", async () => {
    const process = await start("trap '' TERM; echo ready; while :; do sleep 0.05; done");
    await eventually(async () => assert.match(readFileSync(join(folder, "log"), "utf8"), /ready/));
    await stopProcesses([process], 0.2);
    assert.equal(isRunning(process), false);
  });

  it("are never taken for one of ours by their id alone", async () => {
    const foreign = { name: join(folder, "other"), pid: (await start("exec sleep 60")).pid };
    assert.equal(isRunning(foreign), false);
    await stopProcesses([foreign], 0);
    assert.equal(runningProcesses(folder).length, 1);
  });

  it("inherit nothing of the environment but PATH and HOME", async () => {
    process.env.LOKLAK_TEST_SECRET = "s";
    await start("env");
    delete process.env.LOKLAK_TEST_SECRET;
    await eventually(async () => assert.match(readFileSync(join(folder, "log"), "utf8"), /^PATH=/m));
    assert.doesNotMatch(readFileSync(join(folder, "log"), "utf8"), /LOKLAK_TEST_SECRET/);
  });

  it("that cannot be started are an error", async () => {
    const missing = {
      name: join(folder, "p"),
      command: join(folder, "none"),
      args: [],
      log: join(folder, "log"),
    };
    await assert.rejects(startDetached(missing), /ENOENT/);
  });

  it("are told every port that is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await assert.rejects(
      requireFreePorts("127.0.0.1", [port], 0),
      new RegExp(`^Error: in use: 127\\.0\\.0\\.1:${port}\\. `),
    );
    server.close();
    await requireFreePorts("127.0.0.1", [port], 0);
  });
});

describe("a lock", () => {
  const path = join(tmpdir(), `loklak-lock-${process.pid}`);

  it("is held by one at a time, and waited for", async () => {
    const release = await tryLock(path);
    assert.ok(release);
    assert.equal(await tryLock(path), undefined);
    let waits = 0;
    const next = lock(path, () => waits++);
    await eventually(async () => assert.equal(waits, 1));
    release();
    (await next)();
  });

  it("is had at once when it is freed before anybody waits for it", async () => {
    const release = await tryLock(path);
    (await lock(path, () => release?.()))();
  });
});
