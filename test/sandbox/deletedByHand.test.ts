import assert from "node:assert/strict";
import { eventually } from "../support/eventually";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import type { Claim, PersistentVolume, Pod } from "../support/objects";
import { steps } from "../support/sandbox";

describe("what is deleted by hand on the cluster", () => {
  const sandbox = new LoklakSandbox();
  before(() => sandbox.succeed("up"));
  after(() => sandbox.erase());

  const dev = new IndexStack(sandbox, "dev");
  const client = () => dev.client();
  const remove = (apiVersion: string, kind: string, name: string, namespace?: string) =>
    client().delete({ apiVersion, kind, metadata: { name, namespace } });
  const volumes = async () => (await client().list<PersistentVolume>("v1", "PersistentVolume")).items;

  /** Which claim has which disk, and what is on the disks. */
  async function data() {
    const bound = (await volumes()).map(({ spec, status }) => [
      spec.claimRef.name,
      spec.csi.volumeHandle,
      status.phase,
    ]);
    return { bound: bound.sort(), disks: sandbox.identities("gcp:compute/disk:Disk") };
  }

  async function assertReleased(...names: string[]): Promise<void> {
    await eventually(async () => {
      const released = (await volumes()).filter(({ status }) => status.phase === "Released");
      assert.deepEqual(released.map(({ metadata }) => metadata.name).sort(), names);
    });
  }

  async function assertServes(before: Awaited<ReturnType<typeof data>>): Promise<void> {
    assert.deepEqual(
      before.bound.map(([, , phase]) => phase),
      ["Bound", "Bound"],
    );
    await dev.assertServes();
    assert.deepEqual(await data(), before);
  }

  it("a StatefulSet comes back to its disk", async () => {
    const before = await data();
    await remove("apps/v1", "StatefulSet", "elasticsearch", "elasticsearch");
    await sandbox.succeed("refresh");
    assert.deepEqual(steps(await sandbox.succeed("up")), ["create elasticsearch"]);
    await assertServes(before);
  });

  it("both namespaces come back to their disks, without a further step", async () => {
    const before = await data();
    for (const name of ["web", "elasticsearch"]) await remove("v1", "Namespace", name);
    await assertReleased("data-dump-disk", "data-index-disk-0");
    await eventually(async () => assert.deepEqual((await client().list<Pod>("v1", "Pod")).items, []));
    await eventually(async () => {
      const { items } = await client().list("v1", "Namespace");
      assert.ok(!items.some(({ metadata }) => ["web", "elasticsearch"].includes(metadata.name)));
    });
    await sandbox.succeed("refresh");
    const done = steps(await sandbox.succeed("up"));
    assert.deepEqual(done.filter((step) => step.startsWith("replace ")).sort(), [
      "replace dump",
      "replace index-0",
    ]);
    await assertServes(before);
  });

  it("a claim comes back to its disk when its volume is replaced", async () => {
    const before = await data();
    await remove("v1", "PersistentVolumeClaim", "data-dump-disk", "web");
    await remove("v1", "Pod", "dump-writer-0", "web");
    await assertReleased("data-dump-disk");
    await sandbox.succeed("refresh");
    const urn = await sandbox.urn("kubernetes:core/v1:PersistentVolume", "dump");
    const done = steps(await sandbox.succeed("up", "--replace", urn));
    assert.ok(done.includes("replace dump") && done.includes("create dump"), done.join());
    await assertServes(before);
  });

  const indexClaim = () =>
    client().get<Claim>({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "data-elasticsearch-0", namespace: "elasticsearch" },
    });

  /** The documented step; it ends Elasticsearch as a whole, since no claim goes under a pod. */
  async function replaceIndexVolume(): Promise<void> {
    await sandbox.succeed("refresh");
    const urn = await sandbox.urn("kubernetes:core/v1:PersistentVolume", "index-0");
    const done = steps(await sandbox.succeed("up", "--replace", urn));
    assert.deepEqual([...new Set(done.filter((step) => step.startsWith("replace ")))].sort(), [
      "replace elasticsearch",
      "replace index-0",
    ]);
    const claim = await indexClaim();
    assert.equal(claim?.spec.resources.requests.storage, "100Gi");
    assert.equal(claim?.status.capacity?.storage, "100Gi");
  }

  it("an index claim stays under its pod, and comes back when its volume is replaced", async () => {
    const before = await data();
    await remove("v1", "PersistentVolumeClaim", "data-elasticsearch-0", "elasticsearch");
    assert.ok((await indexClaim())?.metadata.deletionTimestamp);
    assert.deepEqual(await data(), before);
    await replaceIndexVolume();
    await assertServes(before);
  });

  it("an index claim that went with its pod comes back in the place of a small one that the StatefulSet made", async () => {
    const before = await data();
    await remove("v1", "PersistentVolumeClaim", "data-elasticsearch-0", "elasticsearch");
    await remove("v1", "Pod", "elasticsearch-0", "elasticsearch");
    await assertReleased("data-index-disk-0");
    await eventually(async () => {
      const made = await indexClaim();
      assert.equal(made?.metadata.deletionTimestamp, undefined);
      assert.equal(made?.spec.resources.requests.storage, "1Gi");
    });
    await replaceIndexVolume();
    await assertServes(before);
  });
});
