import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../sandbox/folder";
import { steps, TestSandbox } from "../support/sandbox";
import { TinySandbox } from "../support/tinySandbox";

const aThenB = { things: { a: { size: 1 }, b: { needs: "a" } } };

describe("sandbox commands on the real engine", () => {
  let sandbox: TinySandbox;
  beforeEach(() => (sandbox = new TinySandbox(aThenB)));
  afterEach(() => sandbox.erase());

  it("deploys, changes nothing when nothing changed, shows a change and makes it", async () => {
    assert.deepEqual(steps(await sandbox.succeed("up")), ["create a", "create b"]);
    assert.deepEqual(steps(await sandbox.succeed("up")), []);
    sandbox.configure({ things: { ...aThenB.things, a: { size: 2 } } });
    const preview = await sandbox.succeed("preview");
    assert.deepEqual(steps(preview), ["update a"]);
    assert.match(preview.stdout, /~ +tiny:index:Thing a.*\n +size: 1 → 2\n/);
    assert.deepEqual(steps(await sandbox.succeed("up")), ["update a"]);
  });

  it("prints outputs and state alone on stdout, without secrets", async () => {
    await sandbox.succeed("up");
    const outputs = await sandbox.succeed("outputs");
    assert.deepEqual(JSON.parse(outputs.stdout), { names: ["a", "b"], secret: "[secret]" });
    const state = await sandbox.succeed("export");
    const { deployment } = JSON.parse(state.stdout) as { deployment: { resources: { id?: string }[] } };
    assert.ok(deployment.resources.some(({ id }) => id === "tiny:index:Thing/a"));
    assert.ok(!state.stdout.includes("hidden"));
  });

  it("refuses to destroy what is protected before anything is deleted", async () => {
    sandbox.configure({ things: { a: { protect: true }, b: {} } });
    await sandbox.succeed("up");
    const refused = await sandbox.run("destroy");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /nothing was deleted: 1 resource is protected\n +a /);
    assert.deepEqual(sandbox.objects().sort(), ["a", "b"]);
    const done = await sandbox.succeed("destroy", "--exclude-protected");
    assert.deepEqual(steps(done), ["delete b"]);
    assert.deepEqual(sandbox.objects(), ["a"]);
    assert.match(done.stdout, /Kept, because protected:\n +a /);
  });

  it("says which command is missing", async () => {
    const env = { TINY_PROJECT: sandbox.project, PATH: "/nowhere" };
    const bare = new TestSandbox("test/support/tinyProject.ts", env);
    const { code, stderr } = await bare.run("up");
    await bare.erase();
    assert.equal(code, 1);
    assert.match(stderr, /^error: the engine cannot open stack dev: .*setsid: not found\n$/);
  });

  it("shows what the program refuses as one message", async () => {
    sandbox.configure({ ...aThenB, broken: "tiny:size is -1, allowed is 0 or more" });
    const refused = await sandbox.run("up");
    assert.equal(refused.code, 1);
    assert.equal((refused.stdout + refused.stderr).split("tiny:size is -1").length, 2);
    assert.doesNotMatch(refused.stdout + refused.stderr, /at \S+ \(/);
  });

  it("lets one command at a time into a sandbox", async () => {
    sandbox.hang("a");
    const first = sandbox.start("up");
    await first.until(() => sandbox.objects().includes("a"));
    const second = await sandbox.run("refresh");
    assert.equal(second.code, 1);
    assert.match(
      second.stderr,
      new RegExp(`"npm run sandbox -- up .*" \\(process ${first.process.pid}, since 2`),
    );
    sandbox.hang(undefined);
    assert.equal((await first.ended).code, 0);
  });

  it("leaves a state that was cut off as it is and names it and its backup", async () => {
    await sandbox.succeed("up");
    sandbox.configure({ things: { a: { size: 5 } } });
    await sandbox.succeed("up");
    const half = readFileSync(sandbox.checkpoint, "utf8").slice(0, 500);
    writeFileSync(sandbox.checkpoint, half);
    for (const command of ["up", "destroy", "export"]) {
      const refused = await sandbox.run(command);
      assert.equal(refused.code, 1);
      assert.ok(
        refused.stderr.includes(`cp '${sandbox.checkpoint}.bak' '${sandbox.checkpoint}'`),
        refused.stderr,
      );
    }
    assert.equal(readFileSync(sandbox.checkpoint, "utf8"), half);
  });

  it("uses a plugin that the user's Pulumi has installed instead of the stand-in", async () => {
    const plugin = join(sandbox.project, "home", "plugins", "resource-tiny-v1.0.0", "pulumi-resource-tiny");
    mkdirSync(dirname(plugin), { recursive: true });
    const command = `exec '${process.execPath}' --import tsx '${join(__dirname, "..", "support", "tinyPlugin.ts")}'`;
    writeFileSync(plugin, `#!/bin/sh\ncd '${checkout}'\n${command}\n`, { mode: 0o755 });
    const up = await sandbox.succeed("up");
    assert.match(up.stdout, /^Stand-ins: none$/m);
    assert.deepEqual(sandbox.objects(), ["a", "b"]);
  });
});
