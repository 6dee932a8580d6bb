import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { goldenUrns, stateUrns } from "../support/goldenUrns";
import { devCluster, LoklakSandbox } from "../support/loklakSandbox";
import { isReady, type Pod } from "../support/objects";
import { steps } from "../support/sandbox";

const diskId = "projects/loklak-example/zones/us-central1-a/disks/loklak-dev-data-index-disk-0";

describe("the dev stack", () => {
  const sandbox = new LoklakSandbox();
  after(() => sandbox.erase());
  const disk = () => sandbox.google("gcp:compute/disk:Disk")[diskId];
  const address = () => Object.values(sandbox.google("gcp:compute/address:Address"))[0]?.outputs.address;
  const pods = async () => (await sandbox.kubernetes(devCluster).list<Pod>("v1", "Pod")).items;

  it("comes up from nothing, every resource inside the component it belongs to", async () => {
    const { events } = await sandbox.succeed("up");
    const outside = urns(events).filter((urn) => !urn.split("::")[2]!.includes("loklak:"));
    assert.deepEqual(
      outside.filter((urn) => !/pulumi:(pulumi:Stack|providers:(gcp|kubernetes|pulumi))/.test(urn)),
      [],
    );
  });

  it("is what its golden dump shows", async () => {
    assert.deepEqual(stateUrns((await sandbox.succeed("export")).stdout), goldenUrns("dev"));
  });

  it("runs every pod it should, Ready", async () => {
    const running = (await pods())
      .filter(isReady)
      .map(({ metadata }) => metadata.name.replace(/(-[a-z0-9]{5,10}){2}$/, ""));
    assert.deepEqual(running.sort(), ["door", "door", "dump-writer-0", "elasticsearch-0", "loklak-api"]);
    assert.equal((await pods()).length, running.length);
  });

  it("serves on the reserved address, and says so", async () => {
    const service = await sandbox.kubernetes(devCluster).get<{ status: object }>({
      apiVersion: "v1",
      kind: "Service",
      metadata: { namespace: "web", name: "loklak" },
    });
    const { ipAddress, url } = (await sandbox.outputs()) as { ipAddress: string; url: string };
    assert.equal(ipAddress, address());
    assert.equal(url, `http://${ipAddress}/`);
    assert.deepEqual(service?.status, { loadBalancer: { ingress: [{ ip: ipAddress, ipMode: "VIP" }] } });
  });

  it("shows nothing when nothing changes: up, preview, refresh", async () => {
    for (const command of ["up", "preview", "refresh", "preview"])
      assert.deepEqual(steps(await sandbox.succeed(command)), [], command);
  });

  it("refuses a wrong configuration before anything is planned", async () => {
    sandbox.configure("loklak:elasticsearch", { nodes: 2 });
    const { code, stdout, stderr, events } = await sandbox.run("up");
    sandbox.configure("loklak:elasticsearch", { nodes: 1 });
    assert.equal(code, 1);
    assert.match(stdout + stderr, /loklak:elasticsearch\.nodes: 2 must be an odd whole number/);
    assert.deepEqual(
      urns(events).filter((urn) => !/::pulumi:(pulumi:Stack|providers:pulumi)::/.test(urn)),
      [],
    );
  });

  it("grows the index disk, the claim and the volume in place, with the pod running on", async () => {
    const before = {
      token: disk()?.extra?.contentToken,
      pod: (await pods()).map(({ metadata }) => metadata.uid),
    };
    sandbox.configure("loklak:elasticsearch", { diskSizeGb: 200 });
    const grown = steps(await sandbox.succeed("up"));
    assert.deepEqual(grown.sort(), ["update data-index-disk-0", "update index-0"]);
    assert.equal(disk()?.extra?.contentToken, before.token);
    assert.deepEqual(
      (await pods()).map(({ metadata }) => metadata.uid),
      before.pod,
    );
    const volume = await sandbox.kubernetes(devCluster).get<{ spec: { capacity: object } }>({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "data-index-disk-0" },
    });
    assert.deepEqual(volume?.spec.capacity, { storage: "200Gi" });
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("refuses to shrink the disk, and changes nothing", async () => {
    const before = disk();
    sandbox.configure("loklak:elasticsearch", { diskSizeGb: 100 });
    for (const command of ["preview", "up"]) {
      const { code, stdout, stderr, events } = await sandbox.run(command);
      assert.equal(code, 1, command);
      assert.match(
        stdout + stderr,
        /loklak:elasticsearch\.diskSizeGb: 100 must be at least 200, the size of loklak-dev-data-index-disk-0: /,
      );
      assert.deepEqual(steps({ events }), []);
    }
    assert.deepEqual(disk(), before);
    sandbox.configure("loklak:elasticsearch", { diskSizeGb: 200 });
  });

  it("refuses to destroy what is protected, and deletes nothing then", async () => {
    const refused = await sandbox.run("destroy");
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /data-index-disk-0/);
    assert.match(refused.stderr, /address/);
    assert.equal((await pods()).filter(isReady).length, 5);
  });

  it("keeps disk and address when all else is destroyed, and uses them again", async () => {
    const before = { token: disk()?.extra?.contentToken, address: address() };
    assert.ok(before.token && before.address);
    await sandbox.succeed("destroy", "--exclude-protected");
    assert.deepEqual(Object.keys(sandbox.google("gcp:container/cluster:Cluster")), []);
    const recreated = steps(await sandbox.succeed("up"));
    assert.ok(!recreated.some((step) => /data-index-disk|address/.test(step)), recreated.join());
    assert.deepEqual({ token: disk()?.extra?.contentToken, address: address() }, before);
    assert.equal((await pods()).filter(isReady).length, 5);
  });
});

describe("a first deployment, encrypted and over three zones, that is killed in the middle", () => {
  const sandbox = new LoklakSandbox();
  const regionalId = "projects/loklak-example/locations/us-central1/clusters/loklak-dev";
  before(async () => {
    sandbox.configure("loklak:encryption", true);
    sandbox.configure("loklak:zones", ["us-central1-a", "us-central1-b", "us-central1-f"]);
    sandbox.configure("loklak:cluster", { availability: "regional", deletionProtection: true });
    sandbox.configure("loklak:elasticsearch", { nodes: 3 });
    sandbox.configure("loklak:loklak", { replicas: 2 });
    const killed = sandbox.start("up");
    await killed.until(() => killed.stdout.includes("StatefulSet"));
    killed.process.kill("SIGKILL");
    await killed.ended;
  });
  after(() => sandbox.erase());

  it("refuses to make a dump disk in two zones out of its one, of which no output tells yet", async () => {
    sandbox.configure("loklak:dumps", { zones: ["us-central1-a", "us-central1-b"] });
    const { code, stdout, stderr } = await sandbox.run("up");
    sandbox.configure("loklak:dumps", {});
    assert.equal(code, 1);
    assert.match(stdout + stderr, /unable to replace .*data-dump-disk.*protect/s);
    assert.deepEqual(sandbox.google("gcp:compute/regionDisk:RegionDisk"), {});
  });

  it("is completed by the next up, with one of everything", async () => {
    await sandbox.succeed("up");
    for (const [type, count] of [
      ["gcp:container/cluster:Cluster", 1],
      ["gcp:container/nodePool:NodePool", 1],
      ["gcp:kms/cryptoKey:CryptoKey", 1],
      ["gcp:compute/disk:Disk", 4],
    ] as const)
      assert.equal(Object.keys(sandbox.google(type)).length, count, type);
    const { items } = await sandbox.kubernetes(regionalId).list<Pod>("v1", "Pod");
    assert.deepEqual(items.map(isReady), Array(8).fill(true));
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("refuses a change that replaces the protected cluster while all of it still runs", async () => {
    sandbox.configure("loklak:cluster", { availability: "zonal", deletionProtection: true });
    const refused = await sandbox.run("up");
    assert.equal(refused.code, 1);
    assert.match(refused.stdout + refused.stderr, /cluster.*protect/s);
    const { items } = await sandbox.kubernetes(regionalId).list<Pod>("v1", "Pod");
    assert.deepEqual(items.map(isReady), Array(8).fill(true));
  });

  it("moves the cluster once it may be deleted, on the same disks, address and key", async () => {
    const kept = ["gcp:compute/disk:Disk", "gcp:compute/address:Address", "gcp:kms/cryptoKey:CryptoKey"];
    const state = () => kept.map((type) => sandbox.google(type));
    const tokens = () => Object.values(sandbox.google(kept[0]!)).map(({ extra }) => extra?.contentToken);
    const before = { state: state().map(Object.keys), tokens: tokens() };
    sandbox.configure("loklak:cluster", { availability: "regional", deletionProtection: false });
    await sandbox.succeed("up");
    sandbox.configure("loklak:cluster", { availability: "zonal", deletionProtection: false });
    const done = steps(await sandbox.succeed("up"));
    assert.ok(done.includes("replace cluster"), done.join());
    assert.ok(!done.some((step) => /disk|address|key/.test(step)), done.join());
    assert.deepEqual({ state: state().map(Object.keys), tokens: tokens() }, before);
    const { items } = await sandbox.kubernetes(devCluster).list<Pod>("v1", "Pod");
    assert.deepEqual(items.map(isReady), Array(8).fill(true));
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });
});

function urns(events: EngineEvent[]): string[] {
  return events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? [resourcePreEvent.metadata.urn] : []));
}
