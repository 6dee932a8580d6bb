import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EngineFolder } from "../../sandbox/engine/folder";
import { checkout } from "../../sandbox/folder";
import { run } from "../../sandbox/run";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { isReady, type Pod } from "../support/objects";
import { Operator } from "../support/runbooks/operator";
import { Page } from "../support/runbooks/page";
import { steps } from "../support/sandbox";

interface Latest {
  secrets_providers: object;
  resources: { outputs: Record<string, unknown> }[];
}

describe("a stack of another team, made in an empty folder as its page says", function () {
  this.timeout(900_000);
  const sandbox = new LoklakSandbox();
  const folder = mkdtempSync(join(tmpdir(), "loklak-hello-"));
  const values = {
    platform: "organization/loklak/dev",
    project: "loklak-example",
    package: `${folder}/package.tgz`,
  };
  const page = new Page("deploy-your-own-stack.md", values);
  let operator: Operator;
  before(async () => {
    const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: checkout,
    });
    await run("mv", [join(folder, stdout.trim()), values.package]);
    operator = await Operator.of(sandbox, folder);
  });
  after(async () => {
    operator.leave();
    await sandbox.erase();
    rmSync(folder, { recursive: true, force: true });
  });

  const type = (heading: string) => operator.types(page.take(heading));
  const on = (command: string): [string, ...string[]] => [command, "--project", folder];
  const pods = async () => (await sandbox.kubernetes(devCluster).list<Pod>("v1", "Pod")).items;
  const own = async () => (await pods()).filter(({ metadata }) => metadata.namespace === "hello-dev");
  const engine = new EngineFolder(sandbox.folder);
  const stateFile = engine.checkpoint("loklak", "dev");
  const state = () => readFileSync(stateFile, "utf8");
  const changed = async (change: (latest: Latest) => void, then: () => Promise<void>) => {
    const known = state();
    const other = JSON.parse(known) as { checkpoint: { latest: Latest } };
    change(other.checkpoint.latest);
    writeFileSync(stateFile, JSON.stringify(other));
    await then().finally(() => writeFileSync(stateFile, known));
  };
  const whenSealedBy = (provider: object, then: () => Promise<void>) =>
    changed((latest) => (latest.secrets_providers = provider), then);
  const refusal = async () => {
    const { code, stdout, stderr, events } = await sandbox.run(...on("up"));
    assert.equal(code, 1);
    assert.deepEqual(steps({ events }), []);
    const messages = events.flatMap(({ diagnosticEvent: event }) =>
      event?.severity === "error" && !/ failed\n?$/.test(event.message) ? [event.message] : [],
    );
    const [message = "", ...others] = new Set(messages);
    assert.deepEqual(others, []);
    assert.equal((stdout + stderr).split(message.split("\n")[0]!).length, 2, "it is told once");
    return message;
  };

  it("is refused while there is no such stack", async () => {
    await sandbox.run("preview", "--stack", "prod");
    await type("Start");
    await type("Say where it goes");
    assert.match(
      await refusal(),
      /^stack organization\/loklak\/dev cannot be deployed onto, nothing was changed: there is no such stack/,
    );
  });

  it("is refused while that stack is not deployed yet", async () => {
    await sandbox.succeed("preview");
    assert.match(
      await refusal(),
      /^stack organization\/loklak\/dev .*: it has no outputs: it is not deployed yet/,
    );
  });

  it("is deployed onto the running cluster, and what was there stays as it is", async () => {
    await sandbox.succeed("up");
    const before = { state: state(), pods: (await pods()).map(({ metadata }) => metadata.uid) };
    assert.match(await type("Deploy it"), /deployment "hello" successfully rolled out/);
    assert.deepEqual((await own()).map(isReady), [true]);
    assert.equal((await own())[0]?.metadata.labels?.["app.kubernetes.io/part-of"], "hello");
    const others = (await pods()).filter(({ metadata }) => metadata.namespace !== "hello-dev");
    assert.deepEqual({ state: state(), pods: others.map(({ metadata }) => metadata.uid) }, before);
  });

  it("shows nothing when nothing changes: preview, refresh", async () => {
    for (const command of ["preview", "refresh"])
      assert.deepEqual(steps(await sandbox.succeed(...on(command))), [], command);
  });

  it("tells its outputs, as the stack that it is on tells its own, without a secret", async () => {
    const { stdout } = await sandbox.succeed(...on("outputs"));
    assert.equal((JSON.parse(stdout) as { namespace: string }).namespace, "hello-dev");
    assert.doesNotMatch((await sandbox.succeed("outputs")).stdout, /\[secret\]/);
  });

  it("reads the outputs of a stack that has another passphrase", async () => {
    const salt = "v1:8XnZbYlBgJE=:v1:vpSEGkF9XJrfzHbH:bnCpMg4GHGmaSLMqQ2gTzMI1KRmZoQ==";
    await whenSealedBy({ type: "passphrase", state: { salt } }, async () =>
      assert.deepEqual(steps(await sandbox.succeed(...on("preview"))), []),
    );
  });

  it("is refused without that stack's key, and told how to do without", async () => {
    const url = "gcpkms://projects/other/locations/global/keyRings/other/cryptoKeys/other";
    await whenSealedBy({ type: "cloud", state: { url, encryptedkey: "b3RoZXI=" } }, async () =>
      assert.match(
        await refusal(),
        /^stack organization\/loklak\/dev .* credentials.*\nWithout its passphrase or key: .* give \{ file \}/s,
      ),
    );
  });

  for (const [passphrase, why] of [
    ["", /^error: .*passphrase must be set with PULUMI_CONFIG_PASSPHRASE/],
    ["PULUMI_CONFIG_PASSPHRASE=wrong", /^error: .*incorrect passphrase\n*$/],
  ] as const)
    it(`is refused by the engine with ${passphrase || "no passphrase"} for its own stack`, async () => {
      const pulumi = `'${engine.installation}/bin/pulumi' --cwd '${engine.work("hello")}'`;
      await assert.rejects(
        operator.types([
          `env -u PULUMI_CONFIG_PASSPHRASE ${passphrase} ${pulumi} preview -s dev --non-interactive`,
        ]),
        (error: Error) => {
          assert.match(error.message.replace(/^failed: .*\n/, ""), why);
          return true;
        },
      );
    });

  it("reads them from a file as well", async () => {
    await type("Without its passphrase or key");
    assert.deepEqual(steps(await sandbox.succeed(...on("up"))), []);
  });

  it("is refused with a file that is none, of a stack not deployed yet, or of an older contract", async () => {
    const outputs = await sandbox.outputs();
    const file = join(folder, "loklak.json");
    rmSync(file);
    assert.match(await refusal(), /^the file loklak\.json cannot .*: it does not exist/);
    writeFileSync(file, "{}");
    assert.match(
      await refusal(),
      /^the file loklak\.json cannot .*: it has no outputs: it is not deployed yet/,
    );
    writeFileSync(file, JSON.stringify({ ...outputs, contractVersion: "0.9" }));
    assert.match(
      await refusal(),
      /^the file loklak\.json, of stack organization\/loklak\/dev, .*its contract is "0\.9", this program is made for "\d+\.\d+"\n/,
    );
    await operator.types([
      "pulumi config rm --path hello:platform.file",
      "pulumi config set --path hello:platform.stack organization/loklak/dev",
    ]);
  });

  it("is refused on a stack of an older contract, by both versions", async () => {
    await changed(
      ({ resources }) => (resources[0]!.outputs.contractVersion = "0.9"),
      async () =>
        assert.match(
          await refusal(),
          /^stack organization\/loklak\/dev .*its contract is "0\.9", this program is made for "\d+\.\d+"\n/,
        ),
    );
  });

  it("is refused an object that another stack has, which stays as it is", async () => {
    const web = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } };
    const before = await sandbox.kubernetes(devCluster).get(web);
    await operator.types(["pulumi config set namespace web"]);
    const { code, stdout, stderr } = await sandbox.run(...on("up"));
    assert.equal(code, 1);
    assert.match(stdout + stderr, /Namespace hello: .*"web" already exists/s);
    assert.deepEqual(await sandbox.kubernetes(devCluster).get(web), before);
    await operator.types(["pulumi config rm namespace"]);
    assert.deepEqual(steps(await sandbox.succeed(...on("preview"))), []);
  });

  it("is made anew when that stack's cluster was destroyed under it and made again", async () => {
    await sandbox.succeed("destroy", "--exclude-protected");
    const { code, stdout, stderr } = await sandbox.run(...on("refresh"));
    assert.equal(code, 1);
    assert.match(stdout + stderr, /cluster is unreachable.*PULUMI_K8S_DELETE_UNREACHABLE=true/s);
    await sandbox.succeed("up");
    await type("When that stack gets another cluster");
    assert.deepEqual((await own()).map(isReady), [true]);
    assert.deepEqual(steps(await sandbox.succeed(...on("preview"))), []);
  });

  it("is destroyed without touching that stack", async () => {
    const before = state();
    await type("Delete it");
    page.assertTaken();
    assert.deepEqual(await own(), []);
    assert.equal(state(), before);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("ends with the sandbox", async () => {
    await sandbox.succeed(...on("stop"));
    await assert.rejects(pods());
  });
});
