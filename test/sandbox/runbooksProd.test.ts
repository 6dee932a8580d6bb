import assert from "node:assert/strict";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import { Operator } from "../support/runbooks/operator";
import { Page } from "../support/runbooks/page";
import { loseZone, regainZone, zonesOfPods } from "../support/runbooks/zone";

describe("runbooks for several zones, every command of which is run", function () {
  this.timeout(900_000);
  const sandbox = new LoklakSandbox();
  const prod = new IndexStack(sandbox, "prod");
  let operator: Operator;
  before(async () => {
    await prod.succeed("up");
    operator = await Operator.of(sandbox);
  });
  after(async () => {
    operator.leave();
    await sandbox.erase();
  });

  const type = (page: Page, heading: string) => operator.types(page.take(heading));

  it("lost-zone.md: the dump writer moves, the rest waits for the zone (simulated: its nodes are NotReady, but end their pods)", async () => {
    await prod.assertServes();
    const before = { disks: prod.contents(), inUse: await prod.inUse() };
    const zone = (await zonesOfPods(prod.client()))["dump-writer-0"]!;
    const page = new Page("lost-zone.md", { stack: "prod", project: "loklak-example", zone });
    await loseZone(prod.client(), zone);
    const seen = await type(page, "See what is lost");
    assert.equal(seen.split("\n").filter((line) => / NotReady .*us-central1-/.test(line)).length, 2, seen);
    const off = seen.split("\n").filter((line) => line.endsWith("  TERMINATED"));
    assert.deepEqual(
      off.map((line) => line.split("  ")[1]),
      [zone, zone],
      seen,
    );
    const moved = await type(page, "Move the dump writer");
    assert.equal(moved.split("\n").filter((line) => /^elasticsearch-\d +1\/1/.test(line)).length, 2, moved);
    const places = await zonesOfPods(prod.client());
    assert.match(places["dump-writer-0"]!, /^us-central1-[ab]$/);
    assert.deepEqual(
      Object.entries(places).filter(([, place]) => place === zone),
      [],
    );
    await regainZone(prod.client(), zone);
    assert.match(await type(page, "When the zone is back"), /unchanged/);
    page.assertTaken();
    await prod.assertServes();
    assert.deepEqual({ disks: prod.contents(), inUse: await prod.inUse() }, before);
    assert.notEqual((await zonesOfPods(prod.client()))["dump-writer-0"], zone);
  });

  it("restore.md: the index of the snapshots, and back", async () => {
    const { snapshots } = await prod.snapshot();
    const old = await prod.inUse();
    const atSnapshot = old.map((disk) => prod.contents()[disk]);
    for (const disk of old) prod.write(disk);
    const before = prod.contents();
    const page = new Page("restore.md", {
      stack: "prod",
      project: "loklak-example",
      ...Object.fromEntries(snapshots.map((name, node) => [`snapshot-of-disk-${node}`, name])),
      ...Object.fromEntries(
        ["a", "b", "c"].map((zone, node) => [`zone-of-disk-${node}`, `us-central1-${zone}`]),
      ),
    });
    const listed = await type(page, "Choose the snapshots");
    old.forEach((disk, node) => assert.match(listed, new RegExp(`  ${disk}  ${snapshots[node]}\n`)));
    await type(page, "Restore");
    assert.match(await type(page, "See that it serves"), /index-disk-2-g2.*unchanged/s);
    const restored = await prod.inUse();
    assert.deepEqual(
      restored.map((disk) => prod.contents()[disk]),
      atSnapshot,
    );
    for (const [heading, disks] of [
      ["Go back", old],
      ["Return to the restored index", restored],
    ] as const) {
      const contents = prod.contents();
      await type(page, heading);
      assert.deepEqual(await prod.inUse(), disks);
      assert.deepEqual(prod.contents(), contents);
    }
    for (const disk of old) assert.equal(prod.contents()[disk], before[disk]);
    const kept = Object.entries(prod.contents()).filter(([disk]) => !old.includes(disk));
    const pods = await prod.podUids();
    assert.match(await type(page, "Let the old disks go"), /9 to delete, .*9 deleted, .*unchanged/s);
    page.assertTaken();
    assert.deepEqual(Object.entries(prod.contents()), kept);
    assert.deepEqual(await prod.podUids(), pods);
    await prod.assertServes();
  });
});
