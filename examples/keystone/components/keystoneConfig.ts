import { ini } from "./ini";

/** Where a pod finds all of its configuration: what is written here, the keys and how to reach the database. */
export const keystoneHome = "/etc/keystone";

/** Requests that one process answers at the same time, each with a connection to the database. */
const threads = 4;
const workers = 2;

/** The cache beside each replica; nobody outside of its pod reaches it. */
export const memcachedCommand = [
  "memcached",
  "--listen=127.0.0.1",
  "--port=11211",
  "--udp-port=0",
  "--memory-limit=64",
];

/** Connections to the database that one replica may have. */
export const connectionsPerReplica = workers * threads;

export interface KeystoneConfigArgs {
  /** Fernet keys in its key repository. */
  fernetKeys: number;
  /** Seconds for which a token is valid. */
  tokenSeconds: number;
}

/** keystone.conf of every replica; how to reach the database is in {@link databaseConfig}. */
export function keystoneConfig({ fernetKeys, tokenSeconds }: KeystoneConfigArgs): string {
  const keys = { key_repository: `${keystoneHome}/fernet-keys`, max_active_keys: fernetKeys };
  return ini({
    // No public_endpoint: links in answers lead to the address that was asked, of which clients may reach one alone.
    DEFAULT: { use_stderr: true },
    database: {
      max_pool_size: threads,
      max_overflow: 0,
      // A restarted database is waited for; a broken connection is found out before it is used.
      max_retries: -1,
      retry_interval: 2,
      connection_recycle_time: 600,
    },
    // Uncached, a token that one replica revoked is refused by all at once.
    token: { provider: "fernet", expiration: tokenSeconds, caching: false },
    fernet_tokens: keys,
    // Of logins with several steps.
    fernet_receipts: keys,
    credential: { key_repository: `${keystoneHome}/credential-keys` },
    cache: {
      enabled: true,
      backend: "oslo_cache.memcache_pool",
      memcache_servers: "127.0.0.1:11211",
      // Each replica has a cache of its own: what one changes, another may see this many seconds later.
      expiration_time: 30,
    },
    oslo_middleware: { max_request_body_size: 114_688 },
  });
}

/** Answers 200 as soon as the application is loaded, and asks nobody. */
export const healthPath = "/healthcheck";

/** In the order in which Keystone reads them. */
export const configFiles = ["keystone.conf", "database.conf"];

/** By which a server finds its configuration. */
export const keystoneEnvironment = {
  GUNICORN_CMD_ARGS: `--config=${keystoneHome}/gunicorn.conf.py`,
  OS_KEYSTONE_CONFIG_DIR: keystoneHome,
  OS_KEYSTONE_CONFIG_FILES: configFiles.join(";"),
};

/** A file of its own, since a Secret holds it. */
export function databaseConfig({ host, password }: { host: string; password: string }): string {
  return ini({
    database: { connection: `mysql+pymysql://keystone:${password}@${host}:3306/keystone?charset=utf8mb4` },
  });
}

/** gunicorn.conf.py: the server in front of Keystone's WSGI application. */
export function gunicornConfig(port: number): string {
  return `bind = "0.0.0.0:${port}"
wsgi_app = "keystone.wsgi.api:application"
worker_class = "gthread"
workers = ${workers}
threads = ${threads}
graceful_timeout = 25
# Of a process without a heartbeat; it loads for half a minute where processors are busy.
timeout = 120
accesslog = "-"
# Heartbeats of its processes; the root file system is read-only.
worker_tmp_dir = "/tmp"
control_socket_disable = True
`;
}
