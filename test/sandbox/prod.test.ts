import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";
import { ensureTools } from "../../sandbox/tools";
import { eventually } from "../support/eventually";
import { goldenUrns, stateUrns } from "../support/goldenUrns";
import { LoklakSandbox } from "../support/loklakSandbox";
import { isReady, type PersistentVolume, type Pod } from "../support/objects";
import { PodHistory } from "../support/podHistory";
import { steps } from "../support/sandbox";

const clusterId = "projects/loklak-example/locations/us-central1/clusters/loklak-prod";
const dumpDisk = "projects/loklak-example/regions/us-central1/disks/loklak-prod-data-dump-disk";

interface Node extends KubeObject {
  metadata: KubeObject["metadata"] & { labels: Record<string, string> };
}

describe("the prod stack", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const prod = (command: string) => sandbox.succeed(command, "--stack", "prod");
  const client = () => sandbox.kubernetes(clusterId);
  const pods = async () =>
    (await client().list<Pod>("v1", "Pod")).items.sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
  const nodes = async () => (await client().list<Node>("v1", "Node")).items;
  const disks = () => ({
    ...sandbox.google("gcp:compute/disk:Disk"),
    ...sandbox.google("gcp:compute/regionDisk:RegionDisk"),
  });
  const contents = () =>
    Object.entries(disks())
      .map(([id, { extra }]) => [id, extra?.contentToken] as const)
      .sort();
  const uids = async (pattern: RegExp) =>
    (await pods()).filter(({ metadata }) => pattern.test(metadata.name)).map(({ metadata }) => metadata.uid);

  it("comes up from nothing, with every pod Ready", async () => {
    await prod("up");
    const names = (await pods()).filter(isReady).map(({ metadata }) => metadata.name);
    assert.deepEqual(
      names.map((name) => name.replace(/(-[a-z0-9]{5,10}){2}$/, "")),
      [
        "door",
        "door",
        "dump-writer-0",
        "elasticsearch-0",
        "elasticsearch-1",
        "elasticsearch-2",
        "loklak-api",
        "loklak-api",
        "loklak-api",
      ],
    );
    assert.equal((await pods()).length, names.length);
  });

  it("is what its golden dump shows", async () => {
    assert.deepEqual(stateUrns((await prod("export")).stdout), goldenUrns("prod"));
  });

  it("shows nothing when nothing changes: up, refresh, preview", async () => {
    for (const command of ["up", "refresh", "preview"])
      assert.deepEqual(steps(await prod(command)), [], command);
  });

  it("keeps a copy of the dump disk in two zones, and every index disk in a zone of its own", () => {
    const ids = contents().map(([id]) => id.replace("projects/loklak-example/", ""));
    assert.deepEqual(ids, [
      "regions/us-central1/disks/loklak-prod-data-dump-disk",
      "zones/us-central1-a/disks/loklak-prod-data-index-disk-0",
      "zones/us-central1-b/disks/loklak-prod-data-index-disk-1",
      "zones/us-central1-c/disks/loklak-prod-data-index-disk-2",
    ]);
    assert.deepEqual(disks()[dumpDisk]?.outputs.replicaZones, ["us-central1-a", "us-central1-b"]);
  });

  it("runs every pod with a disk on a node where the disk is, Elasticsearch on three machines of its own pool", async () => {
    await assertPlaces();
  });

  it("lets the scheduler refuse a second writer on the dump disk", async () => {
    const [writer] = (await pods()).filter(({ metadata }) => metadata.name === "dump-writer-0");
    const second = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "second-writer", namespace: "web" },
      spec: { ...writer!.spec, nodeName: undefined, hostname: undefined },
    };
    await client().create(second);
    await eventually(async () => {
      const pod = await client().get<Scheduled>(second);
      const scheduled = pod?.status?.conditions?.find(({ type }) => type === "PodScheduled");
      assert.equal(scheduled?.status, "False");
      assert.match(scheduled?.message ?? "", /ReadWriteOncePod/);
    });
    await client().delete(second, { gracePeriodSeconds: 0 });
  });

  it("takes a new commit of loklak: only image and servers, one writer at a time, the API never short", async () => {
    const before = { contents: contents(), elasticsearch: await uids(/^elasticsearch/) };
    const servers = await uids(/^(loklak|dump)/);
    const own = sandbox.configured("loklak:loklak", "prod") as object;
    sandbox.configure("loklak:loklak", { ...own, source: { commit: "0".repeat(40) } }, "prod");
    let done: string[] = [];
    const history = await PodHistory.during(client(), async () => (done = steps(await prod("up"))));
    assert.deepEqual([...new Set(done.map((step) => step.replace(/^.* /, "")))].sort(), [
      "dump-writer",
      "loklak-api",
      "loklak-image",
      "loklak-image-1",
    ]);
    assert.equal(history.most("dump-writer"), 1);
    assert.equal(history.leastReady("api"), 3);
    assert.equal(history.leastReady("dump-writer"), 0, "the writer was not replaced");
    assert.deepEqual({ contents: contents(), elasticsearch: await uids(/^elasticsearch/) }, before);
    const now = await uids(/^(loklak|dump)/);
    assert.deepEqual(
      now.filter((uid) => servers.includes(uid)),
      [],
    );
    await assertPlaces();
    assert.deepEqual(steps(await prod("preview")), []);
  });

  it("is drained node by node within its budgets, and comes back to the same disks", async () => {
    const before = contents();
    const { kubectl } = await ensureTools(["kubectl"], () => undefined);
    const { kubeconfig } = sandbox.folder.cluster(clusterId);
    const run = (...args: string[]) =>
      execFileSync(kubectl, ["--kubeconfig", kubeconfig, ...args], { encoding: "utf8" });
    const all = await nodes();
    assert.equal(all.length, 6);
    const history = await PodHistory.during(client(), async () => {
      for (const { metadata } of all) {
        run("drain", metadata.name, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=60s");
        run("uncordon", metadata.name);
        await eventually(async () => assert.deepEqual((await pods()).map(isReady), Array(9).fill(true)), 60);
      }
    });
    assert.equal(history.leastReady("index"), 2);
    assert.equal(history.leastReady("api"), 2);
    assert.equal(history.leastReady("proxy"), 1);
    assert.equal(history.most("dump-writer"), 1);
    assert.deepEqual(contents(), before);
    await assertPlaces();
  });

  it("refuses to give up a second Elasticsearch node while one is away", async () => {
    const [away] = (await nodes()).filter(
      ({ metadata }) =>
        metadata.labels["loklak.org/node-pool"] === "index" && zoneOf({ metadata }) === "us-central1-a",
    );
    const pod = (name: string) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "elasticsearch" },
    });
    await client().patch(away!, { spec: { unschedulable: true } });
    await client().evict(pod("elasticsearch-0"));
    await assert.rejects(client().evict(pod("elasticsearch-1")), /disruption budget/);
    await client().patch(away!, { spec: { unschedulable: null } });
    await eventually(async () => assert.deepEqual((await pods()).map(isReady), Array(9).fill(true)));
  });

  it("refuses other types and zones of its disks before anything is planned, in its own words", async () => {
    const before = contents();
    const changes = {
      "loklak:zones": ["us-central1-b", "us-central1-a", "us-central1-c"],
      "loklak:elasticsearch": { nodes: 3, nodePool: "index", diskSizeGb: 500, diskType: "pd-balanced" },
      "loklak:dumps": { zones: ["us-central1-a"], diskSizeGb: 500 },
    };
    const own = Object.keys(changes).map((key) => [key, sandbox.configured(key, "prod")] as const);
    for (const [key, value] of Object.entries(changes)) sandbox.configure(key, value, "prod");
    const { code, stdout, stderr, events } = await sandbox.run("up", "--stack", "prod");
    for (const [key, value] of own) sandbox.configure(key, value, "prod");
    assert.equal(code, 1);
    for (const problem of [
      /loklak:zones: .* must leave loklak-prod-data-index-disk-0 in us-central1-a, loklak-prod-data-index-disk-1 in us-central1-b: /,
      /loklak:elasticsearch\.diskType: "pd-balanced" must stay pd-ssd, the type of loklak-prod-data-index-disk-0, /,
      /loklak:dumps\.zones: \["us-central1-a"\] must stay \["us-central1-a","us-central1-b"\], where loklak-prod-data-dump-disk is: /,
    ])
      assert.match(stdout + stderr, problem);
    assert.doesNotMatch(stdout + stderr, /protect/);
    assert.deepEqual(steps({ events }), []);
    assert.deepEqual(contents(), before);
    assert.deepEqual(steps(await prod("preview")), []);
  });

  it("stands beside dev in one project, takes the images that dev tested, and else neither touches the other", async () => {
    const before = { contents: contents(), pods: await uids(/./) };
    await sandbox.succeed("up", "--stack", "dev");
    assert.deepEqual(steps(await prod("preview")), []);
    assert.deepEqual(await uids(/./), before.pods);
    await promote();
    await sandbox.succeed("destroy", "--stack", "dev", "--exclude-protected");
    assert.deepEqual(steps(await prod("preview")), []);
    assert.deepEqual((await pods()).map(isReady), Array(9).fill(true));
    assert.deepEqual(
      contents().filter(([id]) => id.includes("loklak-prod")),
      before.contents,
    );
  });

  /** Runs what dev has tested, without a build, and then our own images again. */
  async function promote(): Promise<void> {
    const { images } = (await sandbox.outputs()) as {
      images: { elasticsearch: string; loklak: string; door: string };
    };
    const sections = ["elasticsearch", "loklak", "door"] as const;
    const own = sections.map((section) => sandbox.configured(`loklak:${section}`, "prod") as object);
    sections.forEach((section, i) =>
      sandbox.configure(`loklak:${section}`, { ...own[i], image: images[section] }, "prod"),
    );
    const promoted = steps(await prod("up"));
    assert.ok(promoted.includes("create image-pull-us-central1-loklak-example-loklak-dev"), promoted.join());
    assert.ok(promoted.includes("delete loklak-image"), promoted.join());
    const running = (await pods()).flatMap(({ spec }) => spec.containers.map(({ image }) => image));
    assert.deepEqual([...new Set(running)].sort(), Object.values(images).sort());
    sections.forEach((section, i) => sandbox.configure(`loklak:${section}`, own[i], "prod"));
    await prod("up");
  }

  async function assertPlaces(): Promise<void> {
    const { items: volumes } = await client().list<PersistentVolume>("v1", "PersistentVolume");
    const machines = new Map((await nodes()).map((node) => [node.metadata.name, node]));
    const placed = (await pods()).map(({ metadata, spec }) => {
      const claims = spec.volumes?.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
      const volume = volumes.find((each) => claims?.includes(each.spec.claimRef.name));
      const disk = disks()[volume?.spec.csi.volumeHandle ?? ""]?.outputs;
      const zones = disk ? [disk.replicaZones ?? disk.zone].flat().map(String) : [];
      return { name: metadata.name, machine: machines.get(spec.nodeName ?? "")!, zones };
    });
    const withDisk = placed.filter(({ zones }) => zones.length > 0);
    assert.equal(withDisk.length, 4);
    for (const { name, machine, zones } of withDisk)
      assert.ok(
        zones.includes(zoneOf(machine)),
        `${name} is in ${zoneOf(machine)}, its disk in ${zones.join()}`,
      );
    const index = placed.filter(({ name }) => name.startsWith("elasticsearch"));
    assert.equal(new Set(index.map(({ machine }) => machine.metadata.name)).size, 3);
    assert.deepEqual(
      index.map(({ machine }) => machine.metadata.labels["loklak.org/node-pool"]),
      ["index", "index", "index"],
    );
  }
});

interface Scheduled extends KubeObject {
  status?: { conditions?: { type: string; status: string; message?: string }[] };
}

function zoneOf({ metadata }: Pick<Node, "metadata">): string {
  return metadata.labels["topology.kubernetes.io/zone"] ?? "";
}
