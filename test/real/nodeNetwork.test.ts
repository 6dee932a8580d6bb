import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cgroupFolders, cgroupOf, makeCgroups, removeCgroups } from "../../sandbox/cgroups";
import { NodeAddresses } from "../../sandbox/nodes/addresses";
import { missingForNodes } from "../../sandbox/nodes/needs";
import { ensureNetwork, networkProcess } from "../../sandbox/nodes/network";
import { unusedNetwork } from "../../sandbox/nodes/realNodes";
import { sweepAfter, sweepers } from "../../sandbox/nodes/sweeper";
import { commandOf, runningProcesses, stopProcesses } from "../../sandbox/processes";
import { eventually } from "../support/eventually";
import { skipForLackOf } from "../support/lacking";

const missing = missingForNodes();

describe("the network of real nodes, and what sweeps after it", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let folder: string;
  let group: string;
  const start = (addresses: NodeAddresses, cluster = folder) => {
    const programs = { root: "", env: { PATH: process.env.PATH! }, tools: {} };
    return ensureNetwork({ folder: cluster, addresses, relays: [], programs: programs as never });
  };
  const groups = () => cgroupFolders(cgroupOf(folder));
  /** The id of the one that there is; what it starts is a copy of it for a moment. */
  const sweeper = () =>
    eventually(async () => {
      const shells = sweepers(folder).filter((process) => commandOf(process) === "sh");
      assert.equal(shells.length, 1);
      return shells[0]!.pid;
    });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "loklak-network-"));
    group = `${cgroupOf(folder)}/0`;
  });
  afterEach(async () => {
    await stopProcesses(runningProcesses(folder), 0);
    await removeCgroups(cgroupOf(folder));
    rmSync(folder, { recursive: true });
  });

  it("starts again at once after it was killed, without the groups and the sweeper of before", async () => {
    const network = new NodeAddresses(unusedNetwork());
    await start(network);
    await start(network);
    await makeCgroups(group);
    const before = { network: networkProcess(folder)!, sweeper: await sweeper() };
    // As one that has not come to it yet.
    process.kill(before.sweeper, "SIGSTOP");
    await stopProcesses([before.network], 0);
    await start(network);
    assert.deepEqual(await groups(), []);
    assert.notEqual(networkProcess(folder)?.pid, before.network.pid);
    assert.notEqual(await sweeper(), before.sweeper);
  });

  it("is swept after when it has ended, also when its id is another process's now", async () => {
    await start(new NodeAddresses(unusedNetwork()));
    await makeCgroups(group);
    await stopProcesses([networkProcess(folder)!], 0);
    await eventually(async () => assert.deepEqual([await groups(), sweepers(folder)], [[], []]));
    await makeCgroups(group);
    await sweepAfter({ name: join(folder, "node-network"), pid: process.pid }, folder);
    await eventually(async () => assert.deepEqual([await groups(), sweepers(folder)], [[], []]));
  });

  it("says which other cluster has its link", async () => {
    const network = new NodeAddresses(unusedNetwork());
    await start(network);
    const other = join(folder, "other");
    mkdirSync(other);
    await assert.rejects(start(network, other), {
      message: new RegExp(
        `^the nodes in ${other} need the link ${network.link}, which those in ${folder} have: stop `,
      ),
    });
    await stopProcesses([networkProcess(folder)!], 0);
    await start(network, other);
  });
});
