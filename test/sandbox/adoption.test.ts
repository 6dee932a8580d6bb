import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { EngineFolder } from "../../sandbox/engine/folder";
import { IndexStack } from "../support/indexStack";
import { LoklakSandbox } from "../support/loklakSandbox";
import type { PersistentVolume } from "../support/objects";
import { steps } from "../support/sandbox";

const keptTypes = [
  "gcp:compute/address:Address",
  "gcp:compute/disk:Disk",
  "gcp:compute/globalAddress:GlobalAddress",
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
  "gcp:compute/resourcePolicy:ResourcePolicy",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:kms/keyRing:KeyRing",
];

describe("a state that was lost", () => {
  const sandbox = new LoklakSandbox();
  before(async () => {
    sandbox.configure("loklak:encryption", true);
    sandbox.configure("loklak:snapshots", { every: "day" });
    sandbox.configure("loklak:domain", { name: "loklak.example.org" });
    await sandbox.succeed("up");
  });
  after(() => sandbox.erase());

  const adopt = (...kinds: string[]) => sandbox.configure("loklak:adopt", kinds);
  const data = () => sandbox.identities(...keptTypes);

  it("needs nothing to be adopted as long as it is there", async () => {
    adopt("address", "domainAddress", "disks", "keys", "snapshots");
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
  });

  it("is made again around what exists: disks, addresses, keys and schedule are taken over", async () => {
    const before = data();
    assert.equal(before.length, 9);
    await sandbox.succeed("destroy", "--exclude-protected");
    const engine = new EngineFolder(sandbox.folder);
    rmSync(dirname(engine.checkpoint("loklak", "dev")), { recursive: true });
    const done = steps(await sandbox.succeed("up"));
    assert.deepEqual(done.filter((step) => step.startsWith("import ")).sort(), [
      "import address",
      "import data-dump-disk",
      "import data-dump-disk",
      "import data-index-disk-0",
      "import data-index-disk-0",
      "import data-key",
      "import global-address",
      "import keys",
      "import snapshots",
    ]);
    assert.deepEqual(data(), before);
    const dev = new IndexStack(sandbox, "dev");
    await dev.assertServes();
    const { items: volumes } = await dev.client().list<PersistentVolume>("v1", "PersistentVolume");
    const disks = Object.keys(sandbox.google("gcp:compute/disk:Disk"));
    assert.deepEqual(volumes.map(({ spec }) => spec.csi.volumeHandle).sort(), disks.sort());
  });

  it("is like any other afterwards, with adoption on and off", async () => {
    assert.deepEqual(steps(await sandbox.succeed("preview")), []);
    adopt();
    for (const command of ["refresh", "preview"])
      assert.deepEqual(steps(await sandbox.succeed(command)), [], command);
  });
});
