import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EngineFolder } from "../../sandbox/engine/folder";
import { Consumer } from "../support/consumerProject";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { isReady, type Pod } from "../support/objects";
import { steps } from "../support/sandbox";

describe("a stack of another team, from an empty folder", function () {
  this.timeout(900_000);
  const sandbox = new LoklakSandbox();
  let consumer: Consumer;
  before(async () => {
    consumer = await Consumer.install();
    consumer.configure({ platform: { stack: "organization/loklak/dev" } });
  });
  after(async () => {
    await sandbox.erase();
    consumer.erase();
  });

  const run = (command: string) => sandbox.run(command, "--project", consumer.folder);
  const succeed = (command: string) => sandbox.succeed(command, "--project", consumer.folder);
  const pods = async () => (await sandbox.kubernetes(devCluster).list<Pod>("v1", "Pod")).items;
  const state = () => readFileSync(new EngineFolder(sandbox.folder).checkpoint("loklak", "dev"), "utf8");
  const refused = async (command: string) => {
    const { code, stdout, stderr, events } = await run(command);
    assert.equal(code, 1);
    assert.deepEqual(steps({ events }), []);
    const errors = (stdout + stderr).match(/error: [^]*?\n(?=\S|$)/g) ?? [];
    assert.equal(errors.filter((text) => !/1 error, shown above/.test(text)).length, 1, stdout + stderr);
    return stdout + stderr;
  };

  it("is refused while there is no such stack", async () => {
    assert.match(
      await refused("up"),
      /stack organization\/loklak\/dev cannot be deployed onto, nothing was changed: there is no such stack/,
    );
  });

  it("is refused while that stack is not deployed yet", async () => {
    await sandbox.succeed("preview");
    assert.match(await refused("up"), /stack organization\/loklak\/dev .* it is not deployed yet/);
  });

  it("is deployed onto the running cluster, and its stack stays as it is", async () => {
    await sandbox.succeed("up");
    const before = { state: state(), pods: (await pods()).map(({ metadata }) => metadata.uid) };
    const made = steps(await succeed("up"));
    assert.ok(made.includes("create hello") && !made.some((step) => !step.startsWith("create ")), made.join());
    const own = (await pods()).filter(({ metadata }) => metadata.namespace === "consumer-dev");
    assert.deepEqual(own.map(isReady), [true]);
    assert.equal(own[0]?.metadata.labels?.["app.kubernetes.io/part-of"], "consumer");
    const others = (await pods()).filter((pod) => !own.some(({ metadata }) => metadata.uid === pod.metadata.uid));
    assert.deepEqual({ state: state(), pods: others.map(({ metadata }) => metadata.uid) }, before);
  });

  it("shows nothing when nothing changes: up, preview, refresh, of both", async () => {
    for (const command of ["up", "preview", "refresh"]) assert.deepEqual(steps(await succeed(command)), [], command);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("tells its own outputs, and nobody's secret is among those of the stack that it is on", async () => {
    const { stdout } = await succeed("outputs");
    assert.equal((JSON.parse(stdout) as { namespace: string }).namespace, "consumer-dev");
    assert.doesNotMatch((await sandbox.succeed("outputs")).stdout, /\[secret\]/);
  });

  it("reads that stack's outputs without its passphrase", async () => {
    const file = new EngineFolder(sandbox.folder).checkpoint("loklak", "dev");
    const known = state();
    // Of another passphrase: what the salt says cannot be checked with the sandbox's.
    writeFileSync(file, known.replace(/"salt": "v1:[^"]*"/, '"salt": "v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAA"'));
    try {
      assert.notEqual(state(), known);
      assert.deepEqual(steps(await succeed("preview")), []);
    } finally {
      writeFileSync(file, known);
    }
  });

  it("reads them from a file as well", async () => {
    writeFileSync(join(consumer.folder, "loklak.json"), (await sandbox.succeed("outputs")).stdout);
    consumer.configure({ platform: { file: "loklak.json" } });
    assert.deepEqual(steps(await succeed("up")), []);
  });

  it("is refused on a stack of an older contract, whose version is named", async () => {
    const outputs = await sandbox.outputs();
    writeFileSync(join(consumer.folder, "loklak.json"), JSON.stringify({ ...outputs, contractVersion: "0.9" }));
    assert.match(
      await refused("preview"),
      /the file loklak\.json, of stack organization\/loklak\/dev, .*its contract is "0\.9", this program is made for "1\.0"/,
    );
    rmSync(join(consumer.folder, "loklak.json"));
    assert.match(await refused("preview"), /the file loklak\.json .*it does not exist/);
    consumer.configure({ platform: { stack: "organization/loklak/dev" } });
  });

  it("is refused an object that another stack has", async () => {
    const web = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } };
    const before = await sandbox.kubernetes(devCluster).get(web);
    consumer.configure({ platform: { stack: "organization/loklak/dev" }, namespace: "web" });
    const { code, stdout, stderr } = await run("up");
    assert.equal(code, 1);
    assert.match(stdout + stderr, /Namespace hello: .*already exists/);
    assert.deepEqual((await sandbox.kubernetes(devCluster).get(web))?.metadata.uid, before?.metadata.uid);
    consumer.configure({ platform: { stack: "organization/loklak/dev" } });
    await succeed("up");
  });

  it("is destroyed without touching that stack", async () => {
    const before = state();
    await succeed("destroy");
    assert.ok(!(await pods()).some(({ metadata }) => metadata.namespace === "consumer-dev"));
    assert.equal(state(), before);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("says what to do when that stack's cluster was destroyed under it, and is made anew on the next", async () => {
    await succeed("up");
    await sandbox.succeed("destroy", "--exclude-protected");
    const { code, stdout, stderr } = await run("refresh");
    assert.equal(code, 1);
    assert.match(stdout + stderr, /cluster is unreachable.*PULUMI_K8S_DELETE_UNREACHABLE=true/);
    await sandbox.succeed("up");
    sandbox.setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true");
    const made = steps(await succeed("up"));
    sandbox.setenv("PULUMI_K8S_DELETE_UNREACHABLE", undefined);
    assert.ok(made.includes("replace hello"), made.join());
    const own = (await pods()).filter(({ metadata }) => metadata.namespace === "consumer-dev");
    assert.deepEqual(own.map(isReady), [true]);
    assert.deepEqual(steps(await succeed("preview")), []);
  });

  it("ends with the sandbox", async () => {
    await succeed("stop");
    assert.equal((await sandbox.run("stop")).code, 0);
  });
});
