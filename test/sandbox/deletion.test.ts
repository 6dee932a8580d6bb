import assert from "node:assert/strict";
import { LoklakSandbox } from "../support/loklakSandbox";

const keptTypes = [
  "gcp:compute/disk:Disk",
  "gcp:kms/cryptoKey:CryptoKey",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
  "gcp:kms/keyRing:KeyRing",
];

describe("a stack that is deleted", () => {
  const sandbox = new LoklakSandbox();
  before(async () => {
    sandbox.configure("loklak:encryption", true);
    sandbox.configure("loklak:snapshots", { every: "day" });
    await sandbox.succeed("up");
  });
  after(() => sandbox.erase());

  it("names all that is protected, and deletes nothing", async () => {
    const before = sandbox.cloud();
    const { code, stderr } = await sandbox.run("destroy");
    assert.equal(code, 1);
    const named = [...stderr.matchAll(/^ {2}(\S+) {2}(projects|loklak-example)\//gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), [
      "address",
      "cluster-secrets",
      "data-dump-disk",
      "data-dump-disk",
      "data-index-disk-0",
      "data-index-disk-0",
      "data-key",
      "disks",
      "keys",
      "registry",
      "snapshots",
    ]);
    assert.deepEqual(sandbox.cloud(), before);
  });

  it("leaves disks and keys in the project even when nothing is protected any more", async () => {
    const before = sandbox.google(...keptTypes);
    assert.equal(Object.keys(before).length, 7);
    sandbox.pulumi("state", "unprotect", "--all", "--yes");
    await sandbox.succeed("destroy");
    assert.deepEqual(sandbox.google(...keptTypes), before);
    assert.deepEqual(Object.keys(sandbox.google("gcp:compute/address:Address")), []);
  });
});
