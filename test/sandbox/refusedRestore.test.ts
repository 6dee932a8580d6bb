import assert from "node:assert/strict";
import { GoogleStore } from "../../sandbox/google/store";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import { steps } from "../support/sandbox";

const project = "loklak-example";
const diskType = "gcp:compute/disk:Disk";
const snapshotType = "gcp:compute/snapshot:Snapshot";

/** Name of the snapshot of a node's disk. */
const early = (node: number) => `early-${node}`;
const late = (node: number) => `late-${node}`;
const lateOfSecond = (node: number) => `late-${node}-g2`;
const nodes = [0, 1, 2];

describe("a restore, when of the stack there are only snapshots", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const index = new IndexStack(sandbox, "prod");
  const restore = (...sets: string[][]) => ({ restores: sets.map((snapshots) => ({ snapshots })) });

  async function snapshot(disk: string, node: number, ...names: string[]): Promise<void> {
    const at = { project, zone: `us-central1-${"abc"[node]}` };
    await sandbox.createInConsole(diskType, { ...at, name: disk, type: "pd-ssd", size: 500 });
    for (const name of names) await sandbox.createInConsole(snapshotType, { ...at, name, sourceDisk: disk });
    await sandbox.deleteInConsole(diskType, `projects/${project}/zones/${at.zone}/disks/${disk}`);
  }

  before(async () => {
    for (const node of nodes) {
      const disk = `loklak-prod-data-index-disk-${node}`;
      await snapshot(disk, node, early(node), late(node));
      await snapshot(`${disk}-g2`, node, lateOfSecond(node));
    }
    new GoogleStore(sandbox.folder.google).update(({ resources }) => {
      for (const [id, { outputs }] of Object.entries(resources))
        if (id.includes("/early-")) outputs.creationTimestamp = "2026-01-31T03:00:05Z";
    });
  });

  it("is planned from one run on disks of one generation", async () => {
    for (const last of [late, lateOfSecond]) {
      index.configure(restore(nodes.map(early), nodes.map(last)));
      assert.ok(steps(await index.succeed("preview")).includes("create data-index-disk-2-g3"));
    }
  });

  for (const [title, values, why] of [
    [
      "is refused from snapshots of two runs",
      restore([late(0), late(1), early(2)]),
      /restores\[0\]\.snapshots: .* must be of one run of the schedule, they are from 2026-01-31T03/,
    ],
    [
      "is refused from disks of two generations",
      restore(nodes.map(early), [late(0), late(1), lateOfSecond(2)]),
      /restores\[1\]\.snapshots: .* must be of disks of one generation/,
    ],
    [
      "is refused with a node's snapshot on another's disk",
      restore([late(1), late(0), late(2)]),
      /restores\[0\]\.snapshots\[0\]: .* must be of loklak-prod-data-index-disk-0/,
    ],
    [
      "is refused while an older generation is to stay in use",
      { generation: 1, ...restore(nodes.map(late)) },
      /generation: 1 must go: the disks of a new restore would not be used/,
    ],
  ] as const)
    it(title, async () => {
      index.configure({ generation: undefined, ...values });
      await index.assertRefused(why);
    });
});
