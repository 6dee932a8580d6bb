import assert from "node:assert/strict";
import { GoogleStore } from "../../sandbox/google/store";
import { LoklakSandbox } from "../support/loklakSandbox";
import { steps } from "../support/sandbox";

const diskType = "gcp:compute/disk:Disk";
const policyType = "gcp:compute/resourcePolicy:ResourcePolicy";
const snapshotType = "gcp:compute/snapshot:Snapshot";
const attachmentTypes = [
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment",
];

describe("the snapshot schedule", () => {
  const sandbox = new LoklakSandbox();
  before(async () => {
    const zones = ["us-central1-a", "us-central1-b"];
    sandbox.configure("loklak:zones", zones);
    sandbox.configure("loklak:dumps", { zones });
    sandbox.configure("loklak:snapshots", { every: "day" });
    await sandbox.succeed("up");
  });
  after(() => sandbox.erase());

  const ids = (...types: string[]) => types.flatMap((type) => Object.keys(sandbox.google(type))).sort();
  const attached = [
    "loklak-example/us-central1-a/loklak-dev-data-index-disk-0/loklak-dev-data",
    "loklak-example/us-central1/loklak-dev-data-dump-disk/loklak-dev-data",
  ];

  it("is attached to every data disk, and shows nothing when nothing changes", async () => {
    assert.deepEqual(ids(...attachmentTypes), attached);
    for (const command of ["refresh", "preview"])
      assert.deepEqual(steps(await sandbox.succeed(command)), [], command);
  });

  it("changes in place, and no disk with it", async () => {
    sandbox.configure("loklak:snapshots", { every: "week", startTime: "04:00", retentionDays: 30 });
    assert.deepEqual(steps(await sandbox.succeed("up")), ["update snapshots"]);
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("is not given up by a change", async () => {
    sandbox.configure("loklak:snapshots", { every: "never" });
    const { code, stdout, stderr } = await sandbox.run("up");
    assert.equal(code, 1);
    assert.match(stdout + stderr, /data-dump-disk.*protected/s);
    assert.deepEqual(ids(...attachmentTypes), attached);
    sandbox.configure("loklak:snapshots", { every: "day" });
  });

  it("stays with the disks when all else is destroyed", async () => {
    await sandbox.succeed("destroy", "--exclude-protected");
    assert.deepEqual(ids(...attachmentTypes), attached);
    assert.equal(ids(policyType).length, 1);
    assert.deepEqual(ids("gcp:container/cluster:Cluster"), []);
  });

  it("keeps the snapshots of a disk that is deleted, however old they are", async () => {
    await sandbox.succeed("snapshot");
    const [diskId = ""] = ids(diskType);
    new GoogleStore(sandbox.folder.google).update(({ resources }) => {
      for (const id of ids(snapshotType)) resources[id]!.outputs.creationTimestamp = "2017-10-01T03:00:00Z";
    });
    const [ofIndex = "", ofDumps = ""] = Object.entries(sandbox.google(snapshotType))
      .sort(([, { outputs }]) => ((outputs.sourceDisk as string).endsWith(diskId) ? -1 : 1))
      .map(([id]) => id);
    await sandbox.deleteInConsole(diskType, diskId);
    await sandbox.succeed("snapshot");
    const now = ids(snapshotType);
    assert.deepEqual([now.includes(ofIndex), now.includes(ofDumps)], [true, false]);
  });
});
