import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { apiUrl, logIn, ownerOf, revoke } from "./support/keystoneClient";
import { KeystoneProcesses } from "./support/keystoneProcesses";

const key = (): string => randomBytes(32).toString("base64").replaceAll("+", "-").replaceAll("/", "_");

describe("Keystone as the example configures it: two replicas on one MariaDB, each with a memcached", function () {
  this.bail(true);
  const [former, current, staged, next] = [key(), key(), key(), key()];
  const fernetKeys = { 0: staged, 1: former, 2: current };
  const rotated = { 0: next, 1: current, 2: staged };
  let processes: KeystoneProcesses;
  let token: string;

  const ownerAt = (replica: number, asked = token): Promise<string | number> =>
    ownerOf(processes.url(replica), asked);
  const issue = async (replica: number): Promise<string> => {
    const { status, token: issued } = await logIn(processes.url(replica), "second");
    assert.equal(status, 201);
    return issued;
  };
  const restart = async (replica: number, keys: Record<string, string>): Promise<void> => {
    assert.equal(await processes.stopReplica(replica), 0);
    processes.configure(replica, keys);
    await processes.startReplica(replica);
  };

  before(async () => {
    processes = await KeystoneProcesses.make();
  });
  after(() => processes?.erase());

  it("has a database that nobody but Keystone and the probe can enter", async () => {
    await processes.installDatabase();
    await processes.startDatabase();
    const grants = await processes.sql("SHOW GRANTS", "--user=probe");
    assert.equal(grants.trim().split("\n").at(-1), "GRANT USAGE ON *.* TO `probe`@`localhost`");
    for (const user of ["root", "mysql", "mariadb.sys", "keystone", "somebody"])
      await assert.rejects(processes.sql("SELECT 1", `--user=${user}`), /Access denied/, user);
  });

  it("bootstraps, also again with another password, and issues a token that both replicas take", async () => {
    for (const replica of [1, 2]) processes.configure(replica, fernetKeys);
    await processes.bootstrap("first");
    await processes.bootstrap("second");
    await Promise.all([1, 2].map((replica) => processes.startReplica(replica)));
    assert.equal((await logIn(processes.url(1), "first")).status, 401);
    token = await issue(1);
    assert.deepEqual([await ownerAt(1), await ownerAt(2)], ["admin", "admin"]);
    assert.equal(await ownerAt(1, `${token.slice(0, -6)}AAAAAA`), 401);
  });

  it("sends clients on to the address that they asked", async () => {
    for (const replica of [1, 2])
      assert.equal(await apiUrl(processes.url(replica)), `${processes.url(replica)}/v3/`);
  });

  it("refuses on every replica at once what one of them revoked", async () => {
    const other = await issue(2);
    assert.equal(await ownerAt(1, other), "admin");
    assert.equal(await revoke(processes.url(2), token, other), 204);
    assert.equal(await ownerAt(1, other), 401);
  });

  it("goes on when the keys are rotated, one replica after the other", async () => {
    await restart(1, rotated);
    const later = await issue(1);
    assert.deepEqual([await ownerAt(1), await ownerAt(2, later)], ["admin", "admin"]);
    await restart(2, rotated);
    assert.deepEqual([await ownerAt(2), await ownerAt(2, later)], ["admin", "admin"]);
  });

  it("answers without its cache", async () => {
    await processes.stopCache(2);
    assert.equal(await ownerAt(2), "admin");
    await issue(2);
  });

  it("takes the same token after the database was started again on its disk", async () => {
    assert.equal(await processes.stopDatabase(), 0);
    assert.equal(await processes.installDatabase(), "");
    await processes.startDatabase();
    assert.deepEqual([await ownerAt(1), await ownerAt(2)], ["admin", "admin"]);
    await issue(1);
  });

  it("refuses tokens of keys that it has no more", async () => {
    await restart(2, { 0: next });
    assert.equal(await ownerAt(2), 401);
  });
});
