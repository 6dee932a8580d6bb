import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { EngineFolder } from "../../sandbox/engine/folder";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import { Operator } from "../support/runbooks/operator";
import { Page } from "../support/runbooks/page";

const keptTypes = [
  "gcp:compute/address:Address",
  "gcp:compute/disk:Disk",
  "gcp:compute/resourcePolicy:ResourcePolicy",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:kms/keyRing:KeyRing",
];

describe("runbooks, every command of which is run", function () {
  this.timeout(900_000);
  const sandbox = new LoklakSandbox();
  const dev = new IndexStack(sandbox, "dev");
  let operator: Operator;
  before(async () => {
    sandbox.configure("loklak:encryption", true);
    sandbox.configure("loklak:cluster", { deletionProtection: true });
    sandbox.configure("loklak:snapshots", { every: "day" });
    await dev.succeed("up");
    operator = await Operator.of(sandbox);
  });
  after(async () => {
    operator.leave();
    await sandbox.erase();
  });

  const kept = () => sandbox.identities(...keptTypes);
  const clusters = () => Object.values(sandbox.google("gcp:container/cluster:Cluster"));
  const type = (page: Page, heading: string) => operator.types(page.take(heading));

  it("growth.md: larger disks under the same pods", async () => {
    const page = new Page("growth.md", { stack: "dev", gigabytes: "1024" });
    assert.equal(kept().length, 6);
    const before = { kept: kept(), pods: await dev.podUids() };
    await type(page, "Grow a disk");
    assert.match(await type(page, "Index disks"), /data-elasticsearch-0 condition met/);
    assert.match(await type(page, "Dump disk"), /data-dump-disk condition met/);
    await type(page, "When it does not grow");
    page.assertTaken();
    assert.deepEqual({ kept: kept(), pods: await dev.podUids() }, before);
    const disks = Object.values(sandbox.google("gcp:compute/disk:Disk"));
    assert.deepEqual(
      disks.map(({ outputs }) => outputs.size),
      [1024, 1024],
    );
    await dev.assertServes();
  });

  it("new-cluster.md: another cluster with the same disks and address", async () => {
    const page = new Page("new-cluster.md", { stack: "dev" });
    const before = kept();
    await type(page, "Move to a new cluster");
    await type(page, "Let the old one go");
    await type(page, "Make the new one");
    const { url } = await sandbox.outputs();
    assert.match(
      await type(page, "See that it serves"),
      new RegExp(`successfully rolled out\n${String(url)}`),
    );
    await type(page, "Protect it again");
    page.assertTaken();
    assert.deepEqual(kept(), before);
    assert.deepEqual(
      clusters().map(({ outputs }) => [outputs.location, outputs.deletionProtection]),
      [["us-central1", true]],
    );
    await dev.assertServes();
  });

  it("lost-state.md: a new state around the same disks, address, keys and schedule", async () => {
    rmSync(dirname(new EngineFolder(sandbox.folder).checkpoint("loklak", "dev")), { recursive: true });
    const page = new Page("lost-state.md", {
      stack: "dev",
      project: "loklak-example",
      region: "us-central1",
      location: clusters()[0]!.outputs.location as string,
    });
    const before = kept();
    await type(page, "End what runs");
    assert.match(await type(page, "Delete what is made anew"), /data-dump-disk .*\n.*data-index-disk-0 /);
    await type(page, "Make a new state around the rest");
    assert.match(await type(page, "Afterwards"), /unchanged/);
    page.assertTaken();
    assert.deepEqual(kept(), before);
    await dev.assertServes();
  });
});
