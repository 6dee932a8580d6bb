import assert from "node:assert/strict";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kubeconfigText } from "../../sandbox/cluster/credentials";
import { checkout } from "../../sandbox/folder";
import { runningProcesses, startDetached, stopProcesses } from "../../sandbox/processes";
import { TestSandbox } from "../support/sandbox";

describe("sandbox stop", function () {
  this.timeout(60_000);
  const sandbox = new TestSandbox();
  const { folder } = sandbox;
  const cluster = folder.cluster("projects/p/locations/l/clusters/c");
  const running = () => [...new Set(runningProcesses(folder.path).map(({ name }) => name))].sort();
  /** A process that bears the name of one of the sandbox's own. */
  const start = (name: string, ...[command = "sleep", ...args]: string[]) =>
    startDetached({ name, command, args: [...args, "600"], log: join(folder.path, "log") });
  const startNetwork = () => start(join(cluster.path, "node-network"), "unshare", "--fork", "sleep");

  beforeEach(async () => {
    for (const path of [cluster.path, folder.images]) mkdirSync(path, { recursive: true });
    await start(join(cluster.path, "etcd"));
    await start(join(folder.images, "registry", "docker-registry"));
  });
  afterEach(() => stopProcesses(runningProcesses(folder.path), 0));
  after(() => rmSync(join(folder.path, ".."), { recursive: true }));

  it("ends what runs when no file says how it runs", async () => {
    for (const file of [folder.realism, cluster.description, cluster.kubeconfig]) writeFileSync(file, "{");
    await sandbox.succeed("stop");
    assert.deepEqual(running(), []);
  });

  it("makes nothing where there is no sandbox, and says so", async () => {
    const missing = `${folder.path}-mistyped`;
    for (const path of [missing, checkout]) {
      const { code, stdout, stderr } = await sandbox.run("stop", "--dir", path);
      assert.deepEqual(
        [code, stdout, stderr],
        [1, "", `error: there is no sandbox in ${path}, and nothing of one runs\n`],
      );
    }
    assert.ok(!existsSync(missing));
    assert.ok(!existsSync(join(checkout, "command.json")));
  });

  it("ends what runs when the folder is gone, and says that nobody asked its pods to end", async () => {
    await startNetwork();
    rmSync(folder.path, { recursive: true });
    const { stdout } = await sandbox.succeed("stop");
    assert.deepEqual(running(), []);
    assert.ok(stdout.includes(`the pods of ${cluster.path} are not asked to end`), stdout);
    assert.ok(!existsSync(cluster.path));
  });

  it("ends nothing but what makes pods when they cannot be asked to end, and says what does", async () => {
    await start(join(cluster.path, "kube-scheduler"));
    await startNetwork();
    const server = { server: "https://127.0.0.1:1", ca: "" };
    writeFileSync(cluster.kubeconfig, kubeconfigText(server, { token: "t" }));
    const before = running();
    const { code, stderr } = await sandbox.run("stop");
    assert.equal(code, 1);
    assert.match(stderr, /^error: the pods of .* cannot be asked to end: no answer from .*; stop --now ends/);
    const maker = join(cluster.path, "kube-scheduler");
    assert.deepEqual(
      running(),
      before.filter((name) => name !== maker),
    );
    writeFileSync(cluster.kubeconfig, "{");
    await sandbox.succeed("stop", "--now");
    assert.deepEqual(running(), []);
  });
});
