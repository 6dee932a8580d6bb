import assert from "node:assert/strict";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import type { Claim, PersistentVolume } from "../support/objects";
import { steps } from "../support/sandbox";

const clusterType = "gcp:container/cluster:Cluster";
const poolType = "gcp:container/nodePool:NodePool";
const keptTypes = [
  "gcp:compute/address:Address",
  "gcp:compute/disk:Disk",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
  "gcp:kms/keyRing:KeyRing",
];

describe("a cluster that is replaced or lost", () => {
  const sandbox = new LoklakSandbox();
  before(async () => {
    sandbox.configure("loklak:encryption", true);
    await sandbox.succeed("up");
  });
  after(() => sandbox.erase());

  const only = (type: string) => {
    const ids = Object.keys(sandbox.google(type));
    assert.equal(ids.length, 1, `${type}: ${ids.join()}`);
    return ids[0]!;
  };

  /** What must never change, and what the claims lead to. */
  async function data() {
    const kept = sandbox.identities(...keptTypes);
    assert.equal(kept.length, 8);
    const client = sandbox.kubernetes(only(clusterType));
    const { items: volumes } = await client.list<PersistentVolume>("v1", "PersistentVolume");
    const { items: claims } = await client.list<Claim>("v1", "PersistentVolumeClaim");
    return {
      kept: Object.fromEntries(kept),
      claims: claims.map(({ metadata, spec, status }) => [
        `${metadata.namespace}/${metadata.name}`,
        status.phase,
        volumes.find((volume) => volume.metadata.name === spec.volumeName)?.spec.csi.volumeHandle,
      ]),
    };
  }

  async function assertServes(before: Awaited<ReturnType<typeof data>>): Promise<void> {
    assert.deepEqual(
      before.claims.map(([, phase]) => phase),
      ["Bound", "Bound"],
    );
    assert.deepEqual(await data(), before);
    await new IndexStack(sandbox, "dev").assertServes();
  }

  /** The plan and the run of a change, which must not be about what is kept. */
  async function up(): Promise<string[]> {
    const done: string[] = [];
    for (const command of ["preview", "up"]) {
      const these = steps(await sandbox.succeed(command));
      const touched = these.filter((step) => /disk|address|keys|data-key|disks|registry$|secrets/.test(step));
      assert.deepEqual(touched, [], command);
      done.push(...these);
    }
    return done;
  }

  const regional = { availability: "regional", deletionProtection: false };
  for (const [title, key, value] of [
    ["is replaced in one step by another kind of cluster", "loklak:cluster", regional],
    ["is replaced in one step by other ranges", "loklak:network", { podRange: "10.128.0.0/16" }],
  ] as const)
    it(title, async () => {
      const before = await data();
      sandbox.configure(key, value);
      assert.ok((await up()).includes("replace cluster"));
      await assertServes(before);
    });

  it("moves its pods to another node pool", async () => {
    const before = await data();
    sandbox.configure("loklak:nodePools", { other: { machineType: "e2-standard-8", nodesPerZone: 1 } });
    for (const section of ["elasticsearch", "loklak", "door"])
      sandbox.configure(`loklak:${section}`, { nodePool: "other" });
    const done = await up();
    assert.ok(done.includes("create other") && done.includes("delete default"), done.join());
    await assertServes(before);
  });

  it("comes back after its node pool was deleted in the console", async () => {
    const before = await data();
    await sandbox.deleteInConsole(poolType, only(poolType));
    await sandbox.succeed("refresh");
    assert.ok((await up()).includes("create other"));
    await assertServes(before);
  });

  it("comes back after it was deleted in the console", async () => {
    const before = await data();
    await sandbox.deleteInConsole(clusterType, only(clusterType));
    const { code, stdout } = await sandbox.run("refresh");
    assert.equal(code, 1);
    assert.match(stdout, /PULUMI_K8S_DELETE_UNREACHABLE/);
    sandbox.setenv("PULUMI_K8S_DELETE_UNREACHABLE", "true");
    await sandbox.succeed("refresh");
    sandbox.setenv("PULUMI_K8S_DELETE_UNREACHABLE", undefined);
    assert.ok((await up()).includes("create cluster"));
    await assertServes(before);
  });

  it("comes back after it was destroyed as a target", async () => {
    const before = await data();
    const urn = await sandbox.urn(clusterType, "cluster");
    const gone = steps(await sandbox.succeed("destroy", "--target", urn));
    assert.ok(gone.includes("delete cluster"));
    assert.deepEqual(Object.keys(sandbox.google(clusterType)), []);
    assert.ok((await up()).includes("create cluster"));
    await assertServes(before);
  });
});
