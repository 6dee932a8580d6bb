import assert, { rejects } from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, rmSync, statSync } from "node:fs";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { devicesOf } from "../../sandbox/disks/loopDevices";
import { contentId } from "../../sandbox/google/content";
import { missingForNodes } from "../../sandbox/nodes/needs";
import { run } from "../../sandbox/run";
import { eventually } from "../support/eventually";
import { plain, type Stored, TestCloud, zone } from "../support/googleCloud";
import { diskInputs, type } from "../support/googleResources";
import { skipForLackOf } from "../support/lacking";
import { DiskNode, published, staged, writable } from "./support/diskNode";

const missing = missingForNodes();
const gigabyte = 2 ** 30;

describe("disks of real nodes", () => {
  if (missing.length > 0) return skipForLackOf(missing);

  let cloud: TestCloud;
  let nodes: DiskNode[];
  let made = 0;

  const start = async (name = "one"): Promise<DiskNode> => {
    const node = await DiskNode.start(cloud, name);
    nodes.push(node);
    return node;
  };
  const make = (inputs = {}): Promise<Stored> =>
    cloud.create(type.disk, { ...diskInputs, name: `disk-${made++}`, ...inputs });
  const content = ({ id }: Stored): string => contentId(cloud.store.read().resources[id]!);
  const file = (disk: Stored): string => cloud.disks.file(content(disk));
  const restore = (snapshot: Stored): Promise<Stored> => make({ snapshot: snapshot.id });
  const snap = (disk: Stored): Promise<Stored> =>
    cloud.create(type.snapshot, { name: `snapshot-${made++}`, sourceDisk: disk.id, zone });

  beforeEach(() => {
    cloud = new TestCloud();
    nodes = [];
  });
  afterEach(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    await eventually(async () => {
      const { stdout } = await run("losetup", ["--list", "--noheadings"]);
      assert.ok(!stdout.includes(cloud.folder), stdout);
    });
    rmSync(cloud.folder, { recursive: true });
  });

  it("come by a driver that kubelet finds under the name of Google's", async () => {
    const node = await start();
    const registration = await node.ask("pluginregistration.Registration", "getInfo", {});
    assert.deepEqual(registration, {
      type: "CSIPlugin",
      name: "pd.csi.storage.gke.io",
      endpoint: "/var/lib/kubelet/plugins/pd.csi.storage.gke.io/csi.sock",
      supportedVersions: ["1.0.0"],
    });
    assert.deepEqual(await node.ask("csi.v1.Node", "nodeGetInfo", {}), {
      nodeId: `zones/${zone}/instances/one`,
      maxVolumesPerNode: 127,
      accessibleTopology: { segments: { "topology.gke.io/zone": zone } },
    });
  });

  it("keep what is written, from one node to the next", async () => {
    const [one, two, disk] = [await start("one"), await start("two"), await make()];
    await one.mount(disk);
    await one.shell("mkdir folder; echo kept > folder/file");
    await one.unmount(disk);
    await two.mount(disk);
    assert.equal(await two.shell("cat folder/file"), "kept");
  });

  it("are mounted, and unmounted, as often as kubelet asks", async () => {
    const [node, disk] = [await start(), await make()];
    await node.mount(disk);
    await node.stage(disk);
    await node.publish(disk);
    assert.equal(await node.shell("grep -c $PWD /proc/self/mountinfo"), "1");
    for (let times = 0; times < 2; times++) await node.unpublish(disk);
    for (let times = 0; times < 2; times++) await node.unstage(disk);
    assert.deepEqual(await devicesOf(file(disk)), []);
    assert.equal(await node.shell(`ls -d ${published} ${staged} 2>/dev/null || true`), "");
  });

  it("are read-only where a pod asks for that", async () => {
    const [node, disk] = [await start(), await make()];
    await node.mount(disk);
    const other = `${published}-read-only`;
    await node.publish(disk, other, true);
    await node.shell("echo there > file");
    assert.equal(await node.shell(`cat ${other}/file`), "there");
    await rejects(node.shell(`echo more > ${other}/file`), /Read-only file system/);
  });

  it("are mounted on the node alone to which they are attached", async () => {
    const [one, two, disk] = [await start("one"), await start("two"), await make()];
    const refused =
      /^Error: 13 .*error verifying GCE PD \("disk-\d+"\) is attached: it is not attached to two/;
    await rejects(two.stage(disk), refused);
    await one.mount(disk);
    await rejects(two.stage(disk), refused);
    await two.attach(disk);
    await rejects(two.stage(disk), /^Error: 13 device \/dev\/loop\d+ is still in use/);
    await one.kill();
    await two.stage(disk);
  });

  it("grow while a pod writes", async () => {
    const [node, disk] = [await start(), await make({ size: 10 })];
    await node.mount(disk);
    const size = async () => Number(await node.shell("df --output=size -B1 . | tail -1")) / gigabyte;
    assert.ok((await size()) > 9 && (await size()) <= 10);
    const writing = node.shell("for i in $(seq 50); do echo $i >> file; sync file; sleep 0.02; done");
    const grown = await cloud.update(disk, { ...disk.inputs, size: 500 });
    const request = { volumePath: published, capacityRange: { requiredBytes: 500 * gigabyte } };
    await node.node("nodeExpandVolume", grown, request);
    await writing;
    assert.ok((await size()) > 480 && (await size()) <= 500);
    assert.equal(await node.shell("wc -l < file"), "50");
    const { usage } = await node.node<{ usage: { unit: string; total: number }[] }>(
      "nodeGetVolumeStats",
      grown,
      { volumePath: published },
    );
    assert.deepEqual(
      usage.map(({ unit, total }) => [unit, total > 0]),
      [
        ["BYTES", true],
        ["INODES", true],
      ],
    );
    await rejects(
      node.node("nodeExpandVolume", grown, { ...request, capacityRange: { requiredBytes: 501 * gigabyte } }),
      /^Error: 13 resize requested for 537944653824 but after resize volume was size 536870912000/,
    );
  });

  it("grow at the next mount when they grew unused", async () => {
    const [node, disk] = [await start(), await make({ size: 10 })];
    await node.mount(disk);
    await node.unmount(disk);
    await node.mount(await cloud.update(disk, { ...disk.inputs, size: 20 }));
    assert.ok(Number(await node.shell("df --output=size -BG . | tail -1 | tr -d G")) > 15);
  });

  it("are copied by a snapshot as at one moment of a pod's writing, and the pod goes on", async () => {
    const [one, two, disk] = [await start("one"), await start("two"), await make()];
    await one.mount(disk);
    await one.shell(`
      (i=0; while :; do
        i=$((i+1)); echo $i >> lines
        echo $i > ${cloud.folder}/written.new; mv ${cloud.folder}/written.new ${cloud.folder}/written
      done) > /dev/null 2>&1 &`);
    const written = () => Number(readFileSync(`${cloud.folder}/written`, "utf8"));
    await eventually(async () => assert.ok(written() > 100));
    const before = written();
    const snapshot = await snap(disk);
    const after = written();
    await eventually(async () => assert.ok(written() > after + 100));
    const restored = await restore(snapshot);
    await two.mount(restored);
    const lines = (await two.shell("cat lines")).split("\n").map(Number);
    assert.deepEqual(
      lines,
      lines.map((_, index) => index + 1),
    );
    assert.ok(lines.length >= before && lines.length <= after + 1, `${before} ${lines.length} ${after}`);
    await two.shell("echo mine > lines");
    assert.notEqual(await one.shell("tail -1 lines"), "mine");
  });

  it("are thawed by the next copy when one was killed over them", async () => {
    const [node, disk] = [await start(), await make()];
    await node.mount(disk);
    await node.shell("echo before > file; fsfreeze --freeze .");
    await snap(disk);
    await rejects(node.shell("fsfreeze --unfreeze ."), /Invalid argument/);
  });

  it("keep the ext4 that they have, which is checked first", async () => {
    const [node, disk] = [await start(), await make()];
    await node.attach(disk);
    await run("mkfs.ext4", ["-q", "-F", "-E", "lazy_itable_init=1,lazy_journal_init=1", file(disk)]);
    await run("debugfs", ["-w", "-R", "set_super_value state 2", file(disk)]);
    await node.mount(disk);
    assert.equal(await node.shell("stat --file-system --format=%T ."), "ext2/ext3");
    const { stdout } = await run("dumpe2fs", ["-h", file(disk)]);
    assert.match(stdout, /^Filesystem state: +clean$/m);
  });

  it("are blank when they are made again, and gone with what was on them when deleted", async () => {
    const [node, disk] = [await start(), await make()];
    await node.mount(disk);
    await node.shell("echo old > file");
    await node.unmount(disk);
    const old = file(disk);
    await cloud.delete(disk);
    assert.throws(() => statSync(old), /ENOENT/);
    const again = await make({ name: plain(disk.outputs.name) });
    assert.equal(again.id, disk.id);
    await node.mount(again);
    assert.equal(await node.shell("ls"), "lost+found");
  });

  it("are never formatted when there is anything on them", async () => {
    const [node, disk] = [await start(), await make()];
    await node.attach(disk);
    await run("mkswap", [file(disk)]);
    const begin = () => run("sh", ["-c", 'head -c 1048576 "$0" | cksum', file(disk)]);
    const before = await begin();
    await rejects(node.stage(disk), /^Error: 13 the disk holds swap; the stand-in knows ext4 and xfs/);
    assert.deepEqual(await begin(), before);
  });

  const { mount, accessMode } = writable;
  const refused: [what: string, capability: object, words: RegExp][] = [
    ["block devices", { block: {}, accessMode }, /the stand-in has no block volumes/],
    ["many readers", { mount, accessMode: { mode: "MULTI_NODE_READER_ONLY" } }, /MULTI_NODE_READER_ONLY/],
    ["other file systems", { mount: { fsType: "btrfs" }, accessMode }, /knows no file system btrfs, only/],
    ["no access mode", { mount }, /access mode is nil/],
  ];
  it(`refuse what the stand-in does not know: ${refused.map(([what]) => what).join(", ")}`, async () => {
    const [node, disk] = [await start(), await make()];
    await node.attach(disk);
    for (const [, capability, words] of refused)
      await rejects(node.stage(disk, capability), (error: Error) => {
        assert.match(error.message, /^3 VolumeCapability is invalid: /);
        assert.match(error.message, words);
        return true;
      });
    await rejects(node.ask("csi.v1.Controller", "createVolume", {}), /^Error: 12 /);
  });

  it("leave no device and no mount behind when their node is killed", async () => {
    const [node, disk] = [await start(), await make()];
    await node.mount(disk);
    await node.shell("sleep 1000 < . >/dev/null 2>&1 &");
    assert.equal((await devicesOf(file(disk))).length, 1);
    await node.kill();
    await eventually(async () => assert.deepEqual(await devicesOf(file(disk)), []));
    assert.doesNotMatch(readFileSync("/proc/self/mountinfo", "utf8"), new RegExp(cloud.folder));
    const next = await start("next");
    await next.mount(disk);
  });

  it("take no half copy for a whole one", async () => {
    const disk = await make();
    await cloud.disks.ensure(content(disk), 50);
    await run("dd", ["if=/dev/urandom", `of=${file(disk)}`, "bs=1M", "count=200", "conv=notrunc"]);
    const script = `
      const { DiskFiles } = require(${JSON.stringify(require.resolve("../../sandbox/disks/diskFiles"))});
      new DiskFiles(${JSON.stringify(`${cloud.folder}/disks`)}).copy("${content(disk)}", "copy", 50)`;
    const engine = spawn(process.execPath, ["--import", "tsx", "-e", script], { stdio: "inherit" });
    await eventually(async () =>
      assert.ok((await run("ls", [`${cloud.folder}/disks`])).stdout.includes("copy.img.")),
    );
    engine.kill("SIGKILL");
    await once(engine, "exit");
    await sleep(2000);
    assert.equal(cloud.disks.exists("copy"), false);
    await cloud.disks.copy(content(disk), "copy", 60);
    await run("cmp", ["-n", String(200 * 2 ** 20), file(disk), cloud.disks.file("copy")]);
    assert.equal(statSync(cloud.disks.file("copy")).size, 60 * gigabyte);
  });
});
