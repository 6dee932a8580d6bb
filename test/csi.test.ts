import assert, { rejects } from "node:assert/strict";
import { mountFlags } from "../sandbox/nodes/csi/capability";
import { readMounts } from "../sandbox/nodes/csi/mounts";
import { VolumeLocks } from "../sandbox/nodes/csi/volumeLocks";

describe("stand-in driver of disks", () => {
  it("reads a mount table, whatever optional fields it has", () => {
    const table = [
      "36 35 98:0 / /mnt/a\\040b rw,noatime shared:1 master:2 - ext4 /dev/loop0 rw,errors=continue",
      "37 35 0:5 / /run rw - tmpfs tmpfs rw",
    ];
    assert.deepEqual(readMounts(`${table.join("\n")}\n`), [
      { path: "/mnt/a b", source: "/dev/loop0", type: "ext4" },
      { path: "/run", source: "tmpfs", type: "tmpfs" },
    ]);
  });

  it("takes the mount flags of a volume, which is ext4 unless it says so", () => {
    const accessMode = { mode: "SINGLE_NODE_WRITER" };
    for (const fsType of ["", "ext4"])
      assert.deepEqual(mountFlags({ mount: { fsType, mountFlags: ["noatime"] }, accessMode }, "Call"), [
        "noatime",
      ]);
    assert.throws(() => mountFlags(null, "Call"), /^Error: Call Volume Capability must be provided$/);
  });

  it("makes one change of a volume at a time", async () => {
    const locks = new VolumeLocks();
    let end = () => {};
    const first = locks.hold("one", () => new Promise<void>((resolve) => (end = resolve)));
    await rejects(
      locks.hold("one", async () => {}),
      /An operation with the given Volume ID one already exists/,
    );
    await locks.hold("other", async () => {});
    end();
    await first;
    await locks.hold("one", async () => {});
  });
});
