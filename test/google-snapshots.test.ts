import assert, { rejects } from "node:assert/strict";
import type { Clusters } from "../sandbox/cluster/clusters";
import { Cloud } from "../sandbox/google/cloud";
import { runSnapshotSchedules } from "../sandbox/google/scheduledRun";
import { snapshotSet } from "../sandbox/snapshotSet";
import { plain, project, region, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, policyInputs, type } from "./support/googleResources";

const getSnapshot = "gcp:compute/getSnapshot:getSnapshot";

const steps = { file: "Pulumi.dev.yaml", up: "make up" };

describe("Google stand-in: a run of the snapshot schedules", () => {
  const google = new TestCloud();
  const cloud = new Cloud(google.store, google.clusters as unknown as Clusters, google.disks);
  const snapshotProperties = { labels: { environment: "test" } };
  const regionalInputs = {
    ...{ name: "a-disk-with-a-long-name", type: "pd-balanced", region, size: 60 },
    replicaZones: [zone, `${region}-c`],
  };

  it("makes none where no disk has a schedule, and says so", async () => {
    await google.create(type.disk, { ...diskInputs, name: "left-alone" });
    assert.deepEqual(await runSnapshotSchedules(cloud), []);
    assert.match(
      snapshotSet([], { indexDisks: ["left-alone"] }, steps).join(),
      /^No disk has a snapshot schedule/,
    );
  });

  it("copies every disk that has one, under Google's names, with the schedule's labels", async () => {
    const disk = await google.create(type.disk, diskInputs);
    const regional = await google.create(type.regionDisk, regionalInputs);
    const { snapshotSchedulePolicy } = policyInputs as { snapshotSchedulePolicy: object };
    const policy = await google.create(type.policy, {
      ...policyInputs,
      snapshotSchedulePolicy: { ...snapshotSchedulePolicy, snapshotProperties },
    });
    const name = plain(policy.inputs.name);
    await google.create(type.attachment, { disk: "index", name, zone });
    await google.create(type.regionAttachment, { disk: regional.inputs.name!, name, region });

    const [of, ofRegional, ...more] = await runSnapshotSchedules(cloud);
    assert.deepEqual(more, []);
    assert.equal(of?.disk, "index");
    assert.match(of.snapshot, new RegExp(`^index-${zone}-\\d{14}-[a-z0-9]{8}$`));
    assert.equal(ofRegional?.disk, "a-disk-with-a-long-name");
    assert.match(ofRegional.snapshot, new RegExp(`^a-disk-with-a-long-${region}-\\d{14}-[a-z0-9]{8}$`));
    const { resources } = google.store.read();
    for (const [snapshot, source] of [
      [of.snapshot, disk],
      [ofRegional.snapshot, regional],
    ] as const) {
      const stored = resources[`projects/${project}/global/snapshots/${snapshot}`];
      assert.equal(stored?.extra?.contentToken, google.contentOf(source));
      assert.deepEqual(stored?.outputs.labels, { environment: "test" });
    }
    const lines = snapshotSet([of, ofRegional], { indexDisks: ["index", "later"] }, steps);
    assert.equal(
      lines.slice(-4).join("\n"),
      `To restore the index from these, add to restores in loklak:elasticsearch of Pulumi.dev.yaml:
- snapshots:
  - ${of.snapshot}
  - null

Then, as docs/restore.md tells:
  make up`,
    );
  });

  it("deletes what is older than the retention, of a disk that is gone only where the schedule says so", async () => {
    const { snapshotSchedulePolicy } = policyInputs as { snapshotSchedulePolicy: object };
    for (const [onSourceDiskDelete, isKept] of [
      [undefined, true],
      ["KEEP_AUTO_SNAPSHOTS", true],
      ["APPLY_RETENTION_POLICY", false],
    ] as const) {
      const google = new TestCloud();
      const cloud = new Cloud(google.store, google.clusters as unknown as Clusters, google.disks);
      const retentionPolicy = { maxRetentionDays: 14, onSourceDiskDelete };
      await google.create(type.policy, {
        ...policyInputs,
        snapshotSchedulePolicy: { ...snapshotSchedulePolicy, retentionPolicy },
      });
      const [gone] = await Promise.all(
        ["gone", "there"].map(async (name) => {
          const disk = await google.create(type.disk, { ...diskInputs, name });
          await google.create(type.attachment, { disk: name, name: "daily", zone });
          return disk;
        }),
      );
      const age = (days: number) =>
        google.store.update(({ resources }) => {
          const createdAt = new Date(Date.now() - days * 86_400_000).toISOString();
          for (const { type: each, outputs } of Object.values(resources))
            if (each === type.snapshot) outputs.creationTimestamp = createdAt;
        });
      const made = async () => (await runSnapshotSchedules(cloud)).map(({ snapshot }) => snapshot);
      const first = await made();
      await google.delete(gone!);
      const left = () =>
        first.map((name) => `projects/${project}/global/snapshots/${name}` in google.store.read().resources);
      age(13);
      await made();
      assert.deepEqual(left(), [true, true]);
      age(15);
      await made();
      assert.deepEqual(left(), [isKept, false], onSourceDiskDelete);
    }
  });

  it("is told by getSnapshot as by Google, and what is not there is not found", async () => {
    const [made] = await runSnapshotSchedules(cloud);
    const found = await google.provider.invoke(getSnapshot, { name: made!.snapshot });
    const base = `https://www.googleapis.com/compute/v1/projects/${project}`;
    assert.equal(found.sourceDisk, `${base}/zones/${zone}/disks/index`);
    assert.equal(found.diskSizeGb, 50);
    assert.ok(Date.parse(plain(found.creationTimestamp)) <= Date.now());
    const elsewhere = { name: made!.snapshot, project: "other" };
    await rejects(google.provider.invoke(getSnapshot, elsewhere), /projects\/other\/.* not found/);
    await rejects(google.provider.invoke(getSnapshot, { filter: "x" }), /no argument filter/);
  });

  it("makes disks whose snapshot getDisk tells as Google does", async () => {
    const [made] = await runSnapshotSchedules(cloud);
    const restored = { ...diskInputs, name: "restored", snapshot: made!.snapshot };
    await google.create(type.disk, restored);
    const getDisk = (name: string) => google.provider.invoke("gcp:compute/getDisk:getDisk", { name, zone });
    const base = `https://www.googleapis.com/compute/v1/projects/${project}`;
    assert.equal((await getDisk("restored")).snapshot, `${base}/global/snapshots/${made!.snapshot}`);
    assert.equal((await getDisk("index")).snapshot, "");
    await rejects(getDisk("none"), /^Error: projects\/.*\/disks\/none not found$/);
  });
});
