import assert from "node:assert/strict";
import { surroundings } from "./support/googleChanges";
import { project, region, zone } from "./support/googleCloud";
import { clusterInputs, diskInputs, type } from "./support/googleResources";

describe("Google stand-in: diff", () => {
  it("deletes first what the program has named itself, and nothing else", async () => {
    const cloud = await surroundings();
    const smaller = { size: 40 };
    const named = await cloud.create(type.disk, diskInputs);
    assert.equal((await cloud.diff(named, { ...diskInputs, ...smaller })).deleteBeforeReplace, true);
    assert.equal((await cloud.diff(named, { ...diskInputs, size: 60 })).deleteBeforeReplace, false);
    const { name: _, ...nameless } = diskInputs;
    const generated = await cloud.create(type.disk, nameless);
    assert.equal((await cloud.diff(generated, { ...nameless, ...smaller })).deleteBeforeReplace, false);
    const grant = { project, role: "roles/viewer", member: "allUsers" };
    const member = await cloud.create(type.projectMember, grant);
    const other = await cloud.diff(member, { ...grant, role: "roles/editor" });
    assert.deepEqual(other, { changes: { role: "update-replace" }, deleteBeforeReplace: true });
  });

  it("replaces a resource whose project or zone the provider's configuration gives, when that changes", async () => {
    const cloud = await surroundings();
    const inputs = { name: "index", type: "pd-balanced" };
    const disk = await cloud.create(type.disk, inputs);
    await cloud.provider.configure({ project: "other-project", zone: `${region}-c` });
    const { changes } = await cloud.diff(disk, inputs);
    assert.deepEqual(changes, { project: "update-replace", zone: "update-replace" });
    assert.deepEqual((await cloud.diff(disk, { ...inputs, project, zone })).changes, {});
  });

  it("shows a change of the provider's default labels", async () => {
    const cloud = await surroundings();
    const disk = await cloud.create(type.disk, { ...diskInputs, labels: { team: "search" } });
    await cloud.provider.configure({ project, region, zone, defaultLabels: { team: "all", stage: "dev" } });
    const { changes } = await cloud.diff(disk, { ...diskInputs, labels: { team: "search" } });
    assert.deepEqual(changes, { "pulumiLabels.stage": "add" });
  });

  it("leaves ignored properties alone", async () => {
    const cloud = await surroundings();
    const disk = await cloud.create(type.disk, diskInputs);
    const changed = { ...diskInputs, size: 40, labels: { a: "1" } };
    assert.deepEqual((await cloud.diff(disk, changed, ["size"])).changes, { labels: "add" });
    assert.deepEqual((await cloud.diff(disk, changed, ["size", "labels.a"])).changes, { labels: "add" });
    assert.deepEqual((await cloud.diff(disk, changed, ["*"])).changes, {});
  });

  it("replaces a cluster that sets nodeConfig beside a removed default pool, unless it is ignored", async () => {
    const cloud = await surroundings();
    const inputs = { ...clusterInputs, nodeConfig: { machineType: "e2-small" } };
    const cluster = await cloud.create(type.cluster, inputs);
    assert.deepEqual((await cloud.diff(cluster, inputs)).changes, { nodeConfig: "add-replace" });
    assert.deepEqual((await cloud.diff(cluster, inputs, ["nodeConfig"])).changes, {});
  });

  it("keeps what changes outside apart: a disk that somebody grew would shrink back", async () => {
    const cloud = await surroundings();
    const disk = await cloud.create(type.disk, diskInputs);
    cloud.store.update(({ resources }) => {
      const stored = resources[disk.id];
      if (stored) stored.inputs.size = stored.outputs.size = 100;
    });
    const refreshed = await cloud.read(disk);
    assert.ok(refreshed);
    assert.deepEqual((await cloud.diff(refreshed, diskInputs)).changes, { size: "update-replace" });
  });
});
