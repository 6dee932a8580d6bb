import { join } from "node:path";
import {
  bootstrapEnvironment,
  bootstrapScript,
  contractScript,
} from "../../../examples/keystone/components/bootstrapScripts";
import * as keystone from "../../../examples/keystone/components/keystoneConfig";
import * as mariadb from "../../../examples/keystone/components/mariadbConfig";
import { type UnpackedPackages, unpackPackages } from "../../../sandbox/debian";
import { eventually } from "../../support/eventually";
import { type ImageConfig, ImageRoot } from "./imageRoot";
import { type Place, Processes } from "./processes";

/** What pods run as; MariaDB and memcached refuse to be root. */
const user = 10001;
const port = 5000;
const databaseHost = 3;
const password = "a1b2c3";

/** Keystone, MariaDB and memcached as processes of this machine, with the commands and files of the pods. */
export class KeystoneProcesses {
  private readonly processes = new Processes("keystone");
  private readonly root = join(this.processes.folder, "image");
  private readonly config: ImageConfig;

  private constructor(
    image: ImageRoot,
    private readonly debian: UnpackedPackages,
  ) {
    this.config = image.unpack(this.root);
  }

  static async make(): Promise<KeystoneProcesses> {
    const image = await ImageRoot.build("examples/keystone/images/keystone", {}, "image");
    const report = (line: string): void => console.log(`      ${line}`);
    const debian = await unpackPackages(["mariadb-server", "memcached"], report);
    return new KeystoneProcesses(image, debian);
  }

  url(replica: number): string {
    return `http://${this.processes.address(replica)}:${port}`;
  }

  /** Makes the system tables, as the init container does; on a disk that has them it does nothing. */
  async installDatabase(): Promise<string> {
    this.processes.write(this.database, {
      [`${mariadb.mariadbHome}/my.cnf`]: mariadb.mariadbConfig({ connections: 40, bufferMb: 64 }),
      [`${mariadb.mariadbHome}/users.sql`]: mariadb.mariadbUsers(password),
      // What ext4 has in its root.
      [`${mariadb.mariadbDisk}/lost+found/none`]: "",
    });
    const base = `--basedir=${this.debian.root}/usr`;
    const install = mariadb.installDatabase.replace("mariadb-install-db", `mariadb-install-db ${base}`);
    return this.processes.run(this.database, ["sh", "-ec", install]);
  }

  /** Starts the database on the disk that is there. */
  async startDatabase(): Promise<void> {
    const { root } = this.debian;
    const places = [`--basedir=${root}/usr`, `--lc-messages-dir=${root}/usr/share/mysql`];
    const plugins = `--plugin-dir=${root}/usr/lib/mysql/plugin`;
    this.processes.start(this.database, [...mariadb.mariadbCommand, ...places, plugins]);
    await eventually(() => this.processes.run(this.database, mariadb.mariadbReady), 60);
  }

  /** What a client beside the database prints. */
  sql(statement: string, ...client: string[]): Promise<string> {
    const [command = "", defaults = ""] = mariadb.mariadbReady;
    return this.processes.run(this.database, [command, defaults, ...client, `--execute=${statement}`]);
  }

  /** Writes a replica's configuration, with these Fernet keys. */
  configure(replica: number, keys: Record<string, string>): void {
    const config = { fernetKeys: Object.keys(keys).length, tokenSeconds: 3600 };
    const files = {
      "keystone.conf": keystone.keystoneConfig(config),
      "database.conf": keystone.databaseConfig({ host: this.processes.address(databaseHost), password }),
      "gunicorn.conf.py": keystone.gunicornConfig(port),
      "credential-keys/0": keys["0"]!,
      ...Object.fromEntries(Object.entries(keys).map(([number, key]) => [`fernet-keys/${number}`, key])),
    };
    const mounted = Object.entries(files).map(([path, text]) => [`${keystone.keystoneHome}/${path}`, text]);
    const place = this.replica(replica);
    this.processes.remove(place, keystone.keystoneHome);
    this.processes.write(place, Object.fromEntries(mounted) as Record<string, string>);
  }

  /** What the Job before a new version does, then what the one after it does. */
  async bootstrap(adminPassword: string): Promise<void> {
    const urls = { internalUrl: this.url(2), publicUrl: this.url(1), region: "test" };
    const place = this.replica(1);
    const env = { ...place.env, ...bootstrapEnvironment(urls), OS_BOOTSTRAP_PASSWORD: adminPassword };
    for (const script of [bootstrapScript, contractScript])
      await this.processes.run({ ...place, env }, ["sh", "-c", script]);
  }

  /** Starts a replica and the cache beside it. */
  async startReplica(replica: number): Promise<void> {
    const place = this.replica(replica);
    this.processes.start(this.cache(replica), keystone.memcachedCommand);
    this.processes.start(place, this.config.entrypoint);
    await eventually(async () => {
      const { status } = await fetch(`${this.url(replica)}${keystone.healthPath}`);
      if (status !== 200) throw new Error(`${status}: ${this.processes.log(place)}`);
    }, 180);
  }

  stopDatabase(): Promise<number | undefined> {
    return this.processes.stop(this.database);
  }

  /** Ends a replica, then its cache; how the replica ended. */
  async stopReplica(replica: number): Promise<number | undefined> {
    const code = await this.processes.stop(this.replica(replica));
    await this.stopCache(replica);
    return code;
  }

  stopCache(replica: number): Promise<number | undefined> {
    return this.processes.stop(this.cache(replica));
  }

  erase(): Promise<void> {
    return this.processes.erase();
  }

  private get database(): Place {
    return { name: "mariadb", host: databaseHost, env: this.debian.env, cwd: "/", user };
  }

  private cache(replica: number): Place {
    return { name: `memcached-${replica}`, host: replica, env: this.debian.env, cwd: "/", user };
  }

  private replica(replica: number): Place {
    const { config, root } = this;
    const places = Object.entries(keystone.keystoneEnvironment).map(([key, value]) => [
      key,
      value.replace(
        keystone.keystoneHome,
        join(this.processes.folder, `keystone-${replica}`, keystone.keystoneHome),
      ),
    ]);
    const env = {
      PATH: process.env.PATH,
      ...config.env,
      PYTHONPATH: join(root, config.env.PYTHONPATH!),
      ...(Object.fromEntries(places) as Record<string, string>),
    };
    return { name: `keystone-${replica}`, host: replica, env, cwd: join(root, config.workdir) };
  }
}
