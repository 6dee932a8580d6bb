import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseConfig, surroundingProblems } from "../examples/keystone/config";
import { bootstrapScript, contractScript } from "../examples/keystone/components/bootstrapScripts";
import { GeneratedSecrets } from "../examples/keystone/components/generatedSecrets";
import {
  connectionsPerReplica,
  databaseConfig,
  gunicornConfig,
  keystoneConfig,
} from "../examples/keystone/components/keystoneConfig";
import { installDatabase, mariadbConfig, mariadbUsers } from "../examples/keystone/components/mariadbConfig";
import type { StackOutputs } from "../outputs";
import { checkout } from "../sandbox/folder";
import { digest, pinned } from "./support/configCases";
import { find, promiseOf, record } from "./support/record";

describe("the texts of the Keystone example", () => {
  it("keystone.conf", () =>
    assert.equal(
      keystoneConfig({ fernetKeys: 3, tokenSeconds: 3600 }),
      `[DEFAULT]
use_stderr = true

[database]
max_pool_size = 4
max_overflow = 0
max_retries = -1
retry_interval = 2
connection_recycle_time = 600

[token]
provider = fernet
expiration = 3600
caching = false

[fernet_tokens]
key_repository = /etc/keystone/fernet-keys
max_active_keys = 3

[fernet_receipts]
key_repository = /etc/keystone/fernet-keys
max_active_keys = 3

[credential]
key_repository = /etc/keystone/credential-keys

[cache]
enabled = true
backend = oslo_cache.memcache_pool
memcache_servers = 127.0.0.1:11211
expiration_time = 30

[oslo_middleware]
max_request_body_size = 114688
`,
    ));

  it("database.conf", () =>
    assert.equal(
      databaseConfig({ host: "mariadb", password: "a1" }),
      "[database]\nconnection = mysql+pymysql://keystone:a1@mariadb:3306/keystone?charset=utf8mb4\n",
    ));

  it("gunicorn.conf.py, with as many requests at the same time as the database is told of", () => {
    const text = gunicornConfig(5000);
    assert.equal(
      text,
      `bind = "0.0.0.0:5000"
wsgi_app = "keystone.wsgi.api:application"
worker_class = "gthread"
workers = 2
threads = 4
graceful_timeout = 25
# Of a process without a heartbeat; it loads for half a minute where processors are busy.
timeout = 120
accesslog = "-"
# Heartbeats of its processes; the root file system is read-only.
worker_tmp_dir = "/tmp"
control_socket_disable = True
`,
    );
    assert.equal(connectionsPerReplica, 8);
  });

  it("my.cnf", () =>
    assert.equal(
      mariadbConfig({ connections: 40, bufferMb: 256 }),
      `[client-server]
socket = /tmp/mariadb.sock

[mariadbd]
datadir = /var/lib/mariadb/data
tmpdir = /tmp
pid_file = /tmp/mariadb.pid
init_file = /etc/mariadb/users.sql
bind_address = 0.0.0.0
port = 3306
skip_name_resolve = ON
character_set_server = utf8mb4
collation_server = utf8mb4_general_ci
max_connections = 40
innodb_buffer_pool_size = 256M
innodb_flush_log_at_trx_commit = 1
innodb_use_native_aio = OFF
local_infile = OFF
`,
    ));

  it("users.sql", () =>
    assert.equal(
      mariadbUsers("a1"),
      `CREATE DATABASE IF NOT EXISTS keystone CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS keystone@'%';
ALTER USER keystone@'%' IDENTIFIED BY 'a1';
GRANT ALL ON keystone.* TO keystone@'%';
CREATE USER IF NOT EXISTS probe@localhost;
`,
    ));

  it("the scripts", () => {
    const manage =
      "python3 bin/keystone-manage --config-file /etc/keystone/keystone.conf --config-file /etc/keystone/database.conf";
    assert.equal(bootstrapScript, `set -e\n${manage} db_sync --expand\n${manage} bootstrap`);
    assert.equal(contractScript, `${manage} db_sync --contract`);
    assert.equal(
      installDatabase,
      `cd /var/lib/mariadb
test -d data && exit
rm -rf new
mariadb-install-db --defaults-file=/etc/mariadb/my.cnf --datadir=/var/lib/mariadb/new --auth-root-authentication-method=socket --skip-test-db
mv new data`,
    );
  });
});

describe("the secrets of the Keystone example", () => {
  const bytes = "random:index/randomBytes:RandomBytes";

  it("are stage, past and present of the Fernet keys, which move up by one in a rotation", async () => {
    const keys = async (fernetGeneration: number) => {
      let made: GeneratedSecrets;
      await record((opts) => (made = new GeneratedSecrets("secrets", { fernetGeneration }, opts)));
      return Promise.all(["0", "1", "2"].map((file) => promiseOf(made.fernetKeys[file]!)));
    };
    const [staged, , current] = await keys(1);
    const [, past, next] = await keys(2);
    assert.deepEqual([past, next], [current, staged]);
    for (const key of await keys(1)) assert.match(key, /^[\w-]{43}=$/);
  });

  it("are as long as Keystone's keys and passwords must be; what encrypts the database's contents is protected", async () => {
    const made = await record((opts) => new GeneratedSecrets("secrets", { fernetGeneration: 1 }, opts));
    const lengths = Object.fromEntries(
      made.filter(({ type }) => type === bytes).map(({ name, inputs }) => [name, inputs.length]),
    );
    assert.deepEqual(lengths, {
      "admin-password": 24,
      "credential-key": 32,
      "database-password": 24,
      "fernet-key-0": 32,
      "fernet-key-1": 32,
      "fernet-key-2": 32,
    });
    assert.equal(find(made, bytes, "credential-key").options.protect, true);
  });
});

describe("the configuration of the Keystone example", () => {
  const right = {
    "gcp:project": "loklak-example",
    "keystone:platform": '{"stack":"organization/loklak/dev"}',
    "keystone:publicRanges": '["203.0.113.0/24"]',
    "keystone:baseImages": JSON.stringify({
      python: pinned("python"),
      mariadb: pinned("mariadb"),
      memcached: pinned("memcached"),
    }),
  };
  const platform = { nodePools: { default: {} }, zones: ["us-central1-a"], project: "loklak-example" };
  const problems = (more: Record<string, string>, last?: number): string[] =>
    surroundingProblems(
      parseConfig("dev", { ...right, ...more }),
      platform as unknown as StackOutputs,
      last,
    ).map(({ path, allowed }) => `${path.join(".")} ${allowed}`);

  it("has defaults for all but where it runs and who may ask", () => {
    const { api, database, fernetGeneration, prefix } = parseConfig("dev", right);
    assert.deepEqual(
      [api.replicas, database.diskSizeGb, fernetGeneration, prefix],
      [2, 10, 1, "keystone-dev"],
    );
  });

  it("is refused with all problems at once, by key, value and what is allowed", () =>
    assert.throws(
      () =>
        parseConfig("Dev", {
          "keystone:platform": '{"stack":"dev"}',
          "keystone:publicRanges": "[]",
          "keystone:api": '{"replicas":1}',
          "keystone:apis": "{}",
        }),
      ({ message }: Error) => {
        for (const line of [
          /the stack's name: "Dev" must have at most 17 characters/,
          /gcp:project: is missing, must be the id of your Google Cloud project/,
          /keystone:platform\.stack: "dev" must be { stack: <organization>\/<project>\/<stack> }/,
          /keystone:publicRanges: \[\] must name at least one IPv4 range/,
          /keystone:api\.replicas: 1 must be a whole number from 2 to 50/,
          /keystone:apis: \{\} is not known, known are platform, api, /,
        ])
          assert.match(message, line);
        return true;
      },
    ));

  it("is refused with a base image by tag, where something is built on it", () => {
    const baseImages = JSON.stringify({
      python: "python:3.11",
      mariadb: "mariadb:10",
      memcached: pinned("m"),
    });
    const more = { "keystone:baseImages": baseImages, "keystone:images": `{"mariadb":"${digest}"}` };
    assert.throws(
      () => parseConfig("dev", { ...right, ...more }),
      ({ message }: Error) =>
        /keystone:baseImages\.python: "python:3\.11" must be pinned by digest/.test(message) &&
        !message.includes("baseImages.mariadb"),
    );
  });

  it("is refused with a disk that Google does not have", () => {
    const disk = (database: object) => () =>
      parseConfig("dev", { ...right, "keystone:database": JSON.stringify(database) });
    assert.throws(
      disk({ zones: ["us-central1-a", "us-central1-a"] }),
      /database\.zones: .* must name two different zones/,
    );
    const two = { zones: ["us-central1-a", "us-central1-b"], diskType: "pd-standard" };
    assert.throws(
      disk({ ...two, diskSizeGb: 199 }),
      /database\.diskSizeGb: 199 must be at least 200 for a pd-standard disk in two zones/,
    );
    disk({ ...two, diskSizeGb: 200 })();
  });

  it("must fit the cluster that it is deployed onto", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ "keystone:database": '{"nodePool":"index","zones":["us-central1-b"]}' }), [
      "database.nodePool must be one of the cluster's: default",
      "database.zones must be one of the cluster's: us-central1-a",
    ]);
    assert.deepEqual(problems({ "gcp:project": "another-project" }), [
      "gcp:project must be the cluster's: loklak-example",
    ]);
  });

  it("rotates the Fernet keys by one step at a time", () => {
    const generation = (next: number, last?: number) =>
      problems({ "keystone:fernetGeneration": `${next}` }, last);
    assert.deepEqual([...generation(7), ...generation(3, 3), ...generation(4, 3)], []);
    const refused = "fernetGeneration must be 3, or 4 to rotate: no step may be left out";
    assert.deepEqual([generation(5, 3), generation(2, 3)], [[refused], [refused]]);
  });

  it("is described in the README, key by key", () => {
    const readme = readFileSync(join(checkout, "examples/keystone/README.md"), "utf8");
    const { platform: _, ...rest } = parseConfig("dev", right);
    for (const key of [
      "platform",
      "api",
      "database",
      "snapshots",
      "publicRanges",
      "tokenSeconds",
      "fernetGeneration",
      "images",
      "baseImages",
    ]) {
      assert.ok(key === "platform" || key in rest, key);
      assert.ok(readme.includes(`\`keystone:${key}`), key);
    }
  });
});
