import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { EngineFolder } from "../../sandbox/engine/folder";
import { GoogleStore } from "../../sandbox/google/store";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import { restoreDrill } from "../support/restoreDrill";
import { steps } from "../support/sandbox";

const snapshotType = "gcp:compute/snapshot:Snapshot";

describe("a restored index", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const index = new IndexStack(sandbox, "dev");
  const restores: { snapshots: string[] }[] = [];
  const snapshots = () => Object.keys(sandbox.google(snapshotType)).map((id) => id.split("/").at(-1)!);
  const cloud = (change: Parameters<GoogleStore["update"]>[0]) =>
    new GoogleStore(sandbox.folder.google).update(change);

  it("has what was on its disks at the snapshot; the old disks stay, and are the way back", async () => {
    await restoreDrill(sandbox, "dev", () => undefined);
    restores.push({ snapshots: snapshots().filter((name) => name.startsWith("loklak-dev-data-ind")) });
    index.configure({ generation: undefined, restores });
  });

  it("is ended as a whole before its volumes are swapped", async () => {
    const before = await index.podUids("index");
    const done = await index.change();
    const of = (op: string) => done.findIndex((step) => step === `${op} elasticsearch`);
    const volume = (op: string) => done.findIndex((step) => step === `${op} index-0`);
    assert.ok(of("delete-replaced") >= 0 && of("delete-replaced") < volume("delete-replaced"), done.join());
    assert.ok(of("create-replacement") > volume("create-replacement"), done.join());
    await index.assertServes();
    const after = await index.podUids("index");
    assert.deepEqual(
      after.filter((uid) => before.includes(uid)),
      [],
      "a pod of before, which may remember the other index",
    );
  });

  it("needs its snapshots no more: they may expire", async () => {
    cloud(({ resources }) => {
      for (const id of Object.keys(sandbox.google(snapshotType))) delete resources[id];
    });
    for (const command of ["refresh", "preview"])
      assert.deepEqual(steps(await index.succeed(command)), [], command);
  });

  it("is not restored from what is not there, nor taken back, before anything is planned", async () => {
    index.configure({ restores: [...restores, { snapshots: ["nowhere"] }] });
    await index.assertRefused(/restores\[1\]\.snapshots\[0\]: "nowhere" must be a snapshot .* not found/);
    index.configure({ restores: [] });
    await index.assertRefused(/restores\[0\]\.snapshots: is missing, must stay .*generation to 1/);
    index.configure({ restores });
    assert.deepEqual(steps(await index.succeed("preview")), []);
  });

  it("grows with one number, the old disks with it", async () => {
    const before = index.contents();
    sandbox.configure("loklak:elasticsearch", {
      ...(sandbox.configured("loklak:elasticsearch") as object),
      diskSizeGb: 120,
    });
    await index.succeed("up");
    await index.assertServes();
    assert.deepEqual(index.contents(), before);
  });

  it("is taken over with its older disks when the state is lost", async () => {
    const before = index.contents();
    await index.succeed("destroy", "--exclude-protected");
    assert.deepEqual(index.contents(), before);
    const again = steps(await index.succeed("preview")).filter((step) => step.includes("disk"));
    assert.deepEqual(again, []);
    rmSync(dirname(new EngineFolder(sandbox.folder).checkpoint("loklak", "dev")), { recursive: true });
    sandbox.configure("loklak:adopt", ["address", "disks", "snapshots"]);
    const done = await index.change();
    assert.deepEqual(done.filter((step) => /^import data-index/.test(step)).sort(), [
      "import data-index-disk-0",
      "import data-index-disk-0",
      "import data-index-disk-0-g2",
      "import data-index-disk-0-g2",
    ]);
    await index.assertServes();
    assert.deepEqual(await index.inUse(), ["loklak-dev-data-index-disk-0-g2"]);
    assert.deepEqual(index.contents(), before);
    sandbox.configure("loklak:adopt", []);
    assert.deepEqual(steps(await index.succeed("preview")), []);
  });

  it("is finished as it began when an up breaks off after its disks are made", async () => {
    const [begun, other] = [await index.snapshot(), await index.snapshot()];
    index.configure({ restores: [...restores, begun] });
    sandbox.setenv("LOKLAK_KILL", JSON.stringify({ call: 1, moment: "told", victim: "engine" }));
    assert.equal((await index.run("up")).code, 1);
    sandbox.setenv("LOKLAK_KILL", undefined);
    index.configure({ restores: [...restores, other] });
    await index.assertRefused(
      /\[1\]\.snapshots\[0\]: .* must be .*: an up that broke off made .*-index-disk-0-g3/,
    );
    index.configure({ restores: [...restores, begun] });
    await index.change();
    await index.assertServes();
    assert.deepEqual(await index.inUse(), ["loklak-dev-data-index-disk-0-g3"]);
  });
});

describe("an index on three nodes", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());

  it("is restored as a whole, and goes back", () => restoreDrill(sandbox, "prod", () => undefined));
});
