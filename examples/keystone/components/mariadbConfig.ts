import { ini } from "./ini";

/** Where a pod finds my.cnf and users.sql. */
export const mariadbHome = "/etc/mariadb";

/** The mounted disk; the database is a folder in it, since the disk has a folder of its file system's own. */
export const mariadbDisk = "/var/lib/mariadb";
export const mariadbData = `${mariadbDisk}/data`;

const defaults = `--defaults-file=${mariadbHome}/my.cnf`;
export const mariadbCommand = ["mariadbd", defaults];
/** Succeeds when it answers a query; for a user without any right who can only come through the pod's own socket. */
export const mariadbReady = ["mariadb", defaults, "--user=probe", "--execute=SELECT 1"];

export interface MariadbConfigArgs {
  /** Connections of all clients together. */
  connections: number;
  /** MiB that hold pages of tables. */
  bufferMb: number;
}

/** my.cnf of the server and of the clients that probe it. */
export function mariadbConfig({ connections, bufferMb }: MariadbConfigArgs): string {
  return ini({
    "client-server": { socket: "/tmp/mariadb.sock" },
    mariadbd: {
      datadir: mariadbData,
      tmpdir: "/tmp",
      pid_file: "/tmp/mariadb.pid",
      init_file: `${mariadbHome}/users.sql`,
      bind_address: "0.0.0.0",
      port: 3306,
      skip_name_resolve: "ON",
      character_set_server: "utf8mb4",
      collation_server: "utf8mb4_general_ci",
      max_connections: connections,
      innodb_buffer_pool_size: `${bufferMb}M`,
      // Committed is on the disk, not in memory only.
      innodb_flush_log_at_trx_commit: 1,
      // The seccomp profile of restricted pods has no io_uring.
      innodb_use_native_aio: "OFF",
      local_infile: "OFF",
    },
  });
}

/**
 * What the server runs at every start, before anybody can connect: Keystone's password is always that of the Secret, and nobody else has one.
 * @param password of hexadecimal digits
 */
export function mariadbUsers(password: string): string {
  return `CREATE DATABASE IF NOT EXISTS keystone CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS keystone@'%';
ALTER USER keystone@'%' IDENTIFIED BY '${password}';
GRANT ALL ON keystone.* TO keystone@'%';
CREATE USER IF NOT EXISTS probe@localhost;
`;
}

/** Makes the system tables of an empty disk; one that was interrupted begins anew. */
export const installDatabase = `cd ${mariadbDisk}
test -d data && exit
rm -rf new
mariadb-install-db ${defaults} --datadir=${mariadbDisk}/new --auth-root-authentication-method=socket --skip-test-db
mv new data`;
