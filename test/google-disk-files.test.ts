import assert, { rejects } from "node:assert/strict";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { contentId } from "../sandbox/google/content";
import { plain, type Stored, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, type } from "./support/googleResources";

const gigabyte = 2 ** 30;

describe("Google stand-in: the files of disks", () => {
  let cloud: TestCloud;
  beforeEach(() => (cloud = new TestCloud()));

  const content = ({ id }: Stored): string => contentId(cloud.store.read().resources[id]!);
  const gigabytes = (stored: Stored): number => statSync(cloud.disks.file(content(stored))).size / gigabyte;
  const use = (disk: Stored) => cloud.disks.attach(content(disk), "node", Number(disk.outputs.size));
  const restore = (snapshot: Stored, name: string) =>
    cloud.create(type.disk, { name, zone, snapshot: snapshot.id, size: 70 });
  const snap = (name: string, sourceDisk = "index") =>
    cloud.create(type.snapshot, { name, sourceDisk, zone });

  it("come into being when a real node uses the disk, as large as the disk, and grow with it", async () => {
    const disk = await cloud.create(type.disk, diskInputs);
    const grown = await cloud.update(disk, { ...diskInputs, size: 60 });
    assert.equal(cloud.disks.exists(content(grown)), false);
    await use(grown);
    assert.equal(gigabytes(grown), 60);
    await cloud.update(grown, { ...diskInputs, size: 80 });
    assert.equal(gigabytes(grown), 80);
    await use(grown);
    assert.equal(gigabytes(grown), 80);
  });

  it("are of one disk alone, also when another has its name later", async () => {
    const disk = await cloud.create(type.disk, diskInputs);
    await use(disk);
    await cloud.delete(disk);
    assert.deepEqual(readdirSync(`${cloud.folder}/disks`), []);
    const again = await cloud.create(type.disk, diskInputs);
    assert.equal(cloud.disks.exists(content(again)), false);
  });

  it("are blank for a copy of what was never used, whatever is written to its source later", async () => {
    const disk = await cloud.create(type.disk, diskInputs);
    const snapshot = await snap("before");
    await use(disk);
    writeFileSync(cloud.disks.file(content(disk)), "written later");
    const restored = await restore(snapshot, "restored");
    await cloud.update(snapshot, { ...snapshot.inputs, labels: { kept: "yes" } });
    await cloud.update(restored, { ...restored.inputs, size: 90 });
    for (const [copy, size] of [[snapshot, 50] as const, [restored, 90] as const]) {
      assert.equal(gigabytes(copy), size);
      assert.equal(statSync(cloud.disks.file(content(copy))).blocks, 0);
    }
  });

  it("go with the snapshot", async () => {
    await cloud.create(type.disk, diskInputs);
    const snapshot = await snap("before");
    const file = cloud.disks.file(content(snapshot));
    assert.ok(statSync(file));
    await cloud.delete(snapshot);
    assert.throws(() => statSync(file), /ENOENT/);
  });

  it("become those of the snapshot that is made when the disk is destroyed", async () => {
    const disk = await cloud.create(type.disk, { ...diskInputs, createSnapshotBeforeDestroy: true });
    await use(disk);
    const kept = content(disk);
    await cloud.delete(disk);
    const made = Object.entries(cloud.store.read().resources).find(([, each]) => each.type === type.snapshot);
    const snapshot = await cloud.import(type.snapshot, plain(made?.[0]));
    assert.equal(content(snapshot!), kept);
    assert.ok(cloud.disks.exists(kept));
    await cloud.delete(snapshot!);
    assert.equal(cloud.disks.exists(kept), false);
  });

  it("are completed by a later run when one was killed, and nothing is copied from a half one", async () => {
    await cloud.create(type.disk, diskInputs);
    const snapshot = await snap("before");
    await cloud.disks.remove(content(snapshot));
    cloud.store.update(({ resources }) => (resources[snapshot.id]!.extra!.unsettled = true));
    await rejects(restore(snapshot, "early"), /is not ready, resourceNotReady/);
    await cloud.read(snapshot);
    assert.ok(cloud.disks.exists(content(snapshot)));
    assert.equal(gigabytes(await restore(snapshot, "late")), 70);
  });

  it("are missed when what was to be copied is gone before it was", async () => {
    const disk = await cloud.create(type.disk, diskInputs);
    const snapshot = await snap("before");
    await cloud.disks.remove(content(snapshot));
    cloud.store.update(({ resources }) => (resources[snapshot.id]!.extra!.unsettled = true));
    await cloud.delete(disk);
    await rejects(cloud.read(snapshot), /what .*before was to be a copy of is gone/);
  });
});
