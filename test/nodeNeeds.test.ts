import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkout } from "../sandbox/folder";
import { controlGroups, unmountedControllers } from "../sandbox/nodes/needs";

describe("what real nodes need", () => {
  const hierarchy = (options: string) => `cgroup /sys/fs/cgroup/x cgroup rw,nosuid,${options} 0 0\n`;

  it("is every controller they use, as a hierarchy of version 1", () => {
    const all = ["cpu,cpuacct", "cpuset", "memory", "devices", "freezer", "blkio", "pids"];
    const mounts = all.map(hierarchy).join("");
    assert.deepEqual(unmountedControllers(mounts), []);
    assert.deepEqual(unmountedControllers(mounts.replace(hierarchy("memory"), "")), ["memory"]);
    const version2 = "cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate,memory_recursiveprot 0 0\n";
    assert.equal(unmountedControllers(version2).length, 8);
  });

  it("is said with the boot parameter that gives a stock Debian its control groups of version 1", () => {
    assert.match(
      controlGroups(["memory"]),
      /^version 1 .*\(memory; .*systemd\.unified_cgroup_hierarchy=0\)$/,
    );
  });

  it("is said in one line, with the alternative, to who is not root", async () => {
    const folder = mkdtempSync(join(tmpdir(), "loklak-nobody-"));
    chmodSync(folder, 0o777);
    const nobody =
      process.getuid?.() === 0 ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
    const up = [
      "--import",
      "tsx",
      join(checkout, "sandbox", "cli.ts"),
      "up",
      "--pods",
      "real",
      "--dir",
      folder,
    ];
    const [command = "", ...args] = [...nobody, process.execPath, ...up];
    try {
      await assert.rejects(
        promisify(execFile)(command, args, { cwd: checkout }),
        (error: { code: number; stderr: string }) => {
          assert.equal(error.code, 1);
          assert.match(
            error.stderr,
            /^error: real pods need root's rights.*missing here; simulated pods need none.*\n$/,
          );
          return true;
        },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
