import assert, { rejects } from "node:assert/strict";
import { plain, region, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, type } from "./support/googleResources";

describe("Google stand-in: what is on a disk", () => {
  it("is unlike what is on any other", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    const other = await cloud.create(type.disk, { ...diskInputs, name: "other" });
    assert.match(String(cloud.contentOf(disk)), /^[0-9a-f]{24}$/);
    assert.notEqual(cloud.contentOf(other), cloud.contentOf(disk));
  });

  it("stays when the disk grows, and is lost when it is made again", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    const content = cloud.contentOf(disk);
    const grown = await cloud.update(disk, { ...diskInputs, size: 100 });
    assert.equal(grown.outputs.size, 100);
    assert.equal(cloud.contentOf(grown), content);
    await cloud.delete(grown);
    const again = await cloud.create(type.disk, diskInputs);
    assert.equal(again.id, disk.id);
    assert.notEqual(cloud.contentOf(again), content);
    assert.notEqual(again.outputs.diskId, disk.outputs.diskId);
  });

  it("is copied by a snapshot, and to disks made from it, of one zone or two", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, diskInputs);
    const snapshot = await cloud.create(type.snapshot, { name: "before", sourceDisk: "index", zone });
    assert.equal(snapshot.outputs.diskSizeGb, 50);
    const content = cloud.contentOf(disk);
    await cloud.delete(disk);
    const restored = await cloud.create(type.disk, { name: "restored", zone, snapshot: snapshot.id });
    assert.equal(restored.outputs.size, 50);
    const regional = await cloud.create(type.regionDisk, {
      name: "regional",
      type: "pd-balanced",
      region,
      replicaZones: [zone, `${region}-c`],
      snapshot: plain(snapshot.outputs.selfLink),
      size: 60,
    });
    const copied = await cloud.create(type.disk, { name: "clone", zone, sourceDisk: restored.id });
    for (const each of [snapshot, restored, regional, copied]) assert.equal(cloud.contentOf(each), content);
    const ofRegional = await cloud.create(type.snapshot, { name: "later", sourceDisk: regional.id });
    assert.equal(cloud.contentOf(ofRegional), content);
  });

  it("stays usable when the snapshot it came from is gone", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.disk, diskInputs);
    const snapshot = await cloud.create(type.snapshot, { name: "before", sourceDisk: "index", zone });
    const inputs = { name: "restored", zone, snapshot: snapshot.id, size: 50 };
    const restored = await cloud.create(type.disk, inputs);
    await cloud.delete(snapshot);
    const grown = await cloud.update(restored, { ...inputs, size: 60 });
    assert.equal(cloud.contentOf(grown), cloud.contentOf(restored));
    assert.equal(grown.outputs.sourceSnapshotId, plain(snapshot.outputs.snapshotId));
  });

  it("needs at least its snapshot's size", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.disk, diskInputs);
    await cloud.create(type.snapshot, { name: "before", sourceDisk: "index", zone });
    const small = { name: "small", zone, snapshot: "before", size: 40 };
    await rejects(
      cloud.create(type.disk, small),
      /400: Requested disk size cannot be smaller than .*\(50 GB\)/,
    );
  });

  it("is saved in a snapshot before the disk is deleted, where the program says so", async () => {
    const cloud = new TestCloud();
    const disk = await cloud.create(type.disk, { ...diskInputs, createSnapshotBeforeDestroy: true });
    const content = cloud.contentOf(disk);
    await cloud.delete(disk);
    const saved = Object.entries(cloud.store.read().resources);
    assert.equal(saved.length, 1);
    assert.match(saved[0]?.[0] ?? "", /\/global\/snapshots\/index-\d{8}-\d{6}$/);
    assert.equal(saved[0]?.[1].extra?.contentToken, content);
    const restored = await cloud.create(type.disk, { name: "restored", zone, snapshot: saved[0]?.[0] ?? "" });
    assert.equal(cloud.contentOf(restored), content);
  });

  it("has the size that Google gives by the disk's type", async () => {
    const cloud = new TestCloud();
    assert.equal((await cloud.create(type.disk, { name: "a", zone })).outputs.size, 500);
    assert.equal((await cloud.create(type.disk, { name: "b", zone, type: "pd-ssd" })).outputs.size, 100);
  });
});
