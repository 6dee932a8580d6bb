import assert from "node:assert/strict";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import { steps } from "../support/sandbox";

const diskType = "gcp:compute/disk:Disk";
const snapshotType = "gcp:compute/snapshot:Snapshot";
const disk = { project: "loklak-example", zone: "us-central1-a", type: "pd-standard", size: 200 };

describe("disks of another hand, named in the configuration", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const index = new IndexStack(sandbox, "dev");
  const contents = () =>
    Object.entries(sandbox.google(diskType)).map(([id, { extra }]) => [id, extra?.contentToken]);

  const configure = (type: string, indexDisk = "data-index-disk") => {
    const settings = { diskSizeGb: disk.size, diskType: type };
    sandbox.configure("loklak:elasticsearch", { ...settings, diskNames: [indexDisk] });
    sandbox.configure("loklak:dumps", { ...settings, diskName: "data-dump-disk" });
  };
  before(async () => {
    const { project, zone } = disk;
    await sandbox.createInConsole(diskType, { ...disk, name: "data-dump-disk" });
    // As is the case when the disk itself was restored once.
    await sandbox.createInConsole(snapshotType, {
      project,
      zone,
      name: "older",
      sourceDisk: "data-dump-disk",
    });
    await sandbox.createInConsole(diskType, { ...disk, name: "data-index-disk", snapshot: "older" });
    sandbox.configure("loklak:adopt", ["disks"]);
  });

  it("are each for one purpose", async () => {
    configure(disk.type, "data-dump-disk");
    await index.assertRefused(/diskNames: .* data-dump-disk would be two of the stack's/);
  });

  it("are taken over with what is on them", async () => {
    const before = contents();
    assert.equal(before.length, 2);
    configure("pd-ssd");
    const wrong = await index.run("preview");
    assert.equal(wrong.code, 1);
    assert.match(wrong.stdout + wrong.stderr, /unable to replace .*protect/s);
    configure(disk.type);
    const done = steps(await index.succeed("up"));
    assert.deepEqual(done.filter((step) => /disk/.test(step)).sort(), [
      "import data-dump-disk",
      "import data-index-disk-0",
      "update data-dump-disk",
      "update data-index-disk-0",
    ]);
    for (const { outputs } of Object.values(sandbox.google(diskType)))
      assert.deepEqual(outputs.labels, { application: "loklak", environment: "dev" });
    await index.assertServes();
    assert.deepEqual(await index.inUse(), ["data-index-disk"]);
    assert.deepEqual(contents(), before);
  });

  it("are the stack's own afterwards, with adoption off", async () => {
    sandbox.configure("loklak:adopt", []);
    assert.deepEqual(steps(await index.succeed("preview")), []);
  });

  it("do not shrink either: each is known by its name", async () => {
    sandbox.configure("loklak:dumps", { diskSizeGb: 100, diskType: disk.type, diskName: "data-dump-disk" });
    const { code, stdout, stderr } = await index.run("preview");
    assert.equal(code, 1);
    assert.match(
      stdout + stderr,
      /loklak:dumps\.diskSizeGb: 100 must be at least 200, the size of data-dump-disk: /,
    );
  });
});
