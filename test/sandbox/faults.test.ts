import assert from "node:assert/strict";
import { readCheckpoint } from "../../sandbox/engine/checkpoint";
import { EngineFolder } from "../../sandbox/engine/folder";
import type { Fault } from "../support/faults";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import type { Ended } from "../support/sandbox";

const diskType = "gcp:compute/disk:Disk";

describe("surroundings that fail for a while", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const dev = new IndexStack(sandbox, "dev");

  const google = (requests: string, how: Fault["how"], times?: number): Fault => ({
    package: "gcp",
    requests,
    how,
    times,
  });
  const kubernetes = (requests: string, how: Fault["how"], times?: number): Fault => ({
    ...google(requests, how, times),
    package: "kubernetes",
  });

  /** Runs a command whose providers meet the faults. */
  async function meet(command: string, ...faults: Fault[]): Promise<Ended> {
    sandbox.setenv("LOKLAK_FAULTS", JSON.stringify(faults));
    // The run itself meets them, not the preview that the policies ask for.
    const ended = await sandbox.run(command, ...(command === "up" ? ["--no-policies"] : []));
    sandbox.setenv("LOKLAK_FAULTS", undefined);
    return ended;
  }

  /** The same for a run that they stop, with one error, which is returned. */
  async function fail(command: string, ...faults: Fault[]): Promise<string> {
    const { code, stdout, stderr } = await meet(command, ...faults);
    assert.equal(code, 1, stdout);
    const [error = "", ...more] = stdout.split("\n").filter((line) => /^ *error: /.test(line));
    assert.deepEqual(more, []);
    assert.match(stderr, /^error: \w+ failed: 1 error, shown above\n$/);
    return error;
  }

  const contents = () =>
    new Map(Object.entries(sandbox.google(diskType)).map(([id, { extra }]) => [id, extra?.contentToken]));
  const state = () => {
    const { resources = [] } = readCheckpoint(new EngineFolder(sandbox.folder), "loklak", "dev") ?? {};
    return new Map(resources.map(({ urn, id }) => [urn, id]));
  };

  it("keep a disk whose creation lost its answer, for a run that adopts it", async () => {
    const error = await fail("up", google(`^create ${diskType}`, "lost", 1));
    assert.match(error, /Disk data-\w+-disk.*: googleapi: Error 409: The Disk '.*' already exists/);
    const before = contents();
    assert.ok(before.size > 0);
    sandbox.configure("loklak:adopt", ["disks"]);
    // A namespace of which nobody hears is taken over as well.
    const lost = await fail("up", kubernetes("^POST /api/v1/namespaces[?]", "lost", 1));
    assert.match(
      lost,
      /Namespace .*was not created by the Kubernetes API server: no answer from the API server/,
    );
    assert.match(await fail("up"), /already exists/);
    sandbox.setenv("PULUMI_K8S_UPSERT_EXISTING_OBJECTS", "true");
    await sandbox.succeed("up");
    sandbox.setenv("PULUMI_K8S_UPSERT_EXISTING_OBJECTS", undefined);
    sandbox.configure("loklak:adopt", []);
    for (const [id, content] of before) assert.equal(contents().get(id), content, id);
    assert.equal(contents().size, 2);
    await dev.assertServes();
  });

  it("are waited for where they answer again in time", async () => {
    const before = contents();
    sandbox.configure("loklak:elasticsearch", { diskSizeGb: 200 });
    sandbox.configure("loklak:loklak", { replicas: 2 });
    const { code, stdout } = await meet(
      "up",
      google("^update", "busy", 1),
      google("^update", "silent", 1),
      google("^update", "lost", 1),
      kubernetes("^GET", "busy", 2),
      kubernetes("^GET", "reset", 2),
      kubernetes("^GET", "lost", 1),
      kubernetes("^PATCH", "busy", 2),
    );
    assert.equal(code, 0, stdout);
    assert.deepEqual(contents(), before);
    assert.equal((await dev.podUids()).length, 6);
    await dev.assertServes();
  });

  it("that do not are named in one error, nothing is forgotten, and the next run goes on", async () => {
    const before = { contents: contents(), state: state() };
    sandbox.configure("loklak:loklak", { replicas: 1 });
    for (const [how, why] of [
      ["reset", / (web|door|loklak-api): .*: no answer from the API server https:\/\/.*: socket hang up/],
      ["busy", / (web|door|loklak-api): .*: HTTP status 503: busy/],
    ] as const)
      assert.match(await fail("up", kubernetes("^PATCH", how)), why);
    assert.match(await fail("refresh", kubernetes(".", "reset")), /cluster is unreachable: no answer from/);
    assert.deepEqual({ contents: contents(), state: state() }, before);
    await sandbox.succeed("up");
    await dev.assertServes();
  });
});
