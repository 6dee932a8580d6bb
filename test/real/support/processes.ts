import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/** What stands for one container. */
export interface Place {
  name: string;
  /** Last number of its address. */
  host: number;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** It runs as when the tests run as root; undefined: as root. */
  user?: number;
}

const isRoot = process.getuid?.() === 0;

/** Processes of this machine in the place of containers, each with a folder and an address of its own. */
export class Processes {
  readonly folder: string;
  private readonly running = new Map<string, ChildProcess>();
  // A network of 127.0.0.0/8 that no other run has.
  private readonly network = `127.${100 + (process.pid % 100)}.${(process.pid >> 7) % 250}`;

  constructor(name: string) {
    this.folder = mkdtempSync(join(tmpdir(), `loklak-${name}-`));
    // Whoever they run as passes through it.
    chmodSync(this.folder, 0o755);
  }

  address(host: number): string {
    return `${this.network}.${host}`;
  }

  /** Writes files where its container has them. */
  write(place: Place, files: Record<string, string>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.root(place.name), path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, this.here(place, text));
    }
  }

  remove(place: Place, path: string): void {
    rmSync(join(this.root(place.name), path), { recursive: true, force: true });
  }

  /** Runs a command to its end; its output, or an error that has it. */
  async run(place: Place, command: string[]): Promise<string> {
    const [program = "", ...args] = this.command(place, command);
    const { stdout } = await promisify(execFile)(program, args, { cwd: place.cwd, env: place.env }).catch(
      (error: Error & { stdout: string; stderr: string }) => {
        throw new Error(`${error.message}\n${error.stdout}${error.stderr}`);
      },
    );
    return stdout;
  }

  start(place: Place, command: string[]): void {
    const [program = "", ...args] = this.command(place, command);
    const log = openSync(this.logFile(place), "a");
    const child = spawn(program, args, { cwd: place.cwd, env: place.env, stdio: ["ignore", log, log] });
    this.running.set(place.name, child);
  }

  /** SIGTERM, as a container is ended; its exit code, undefined when it had to be killed. */
  async stop({ name }: Pick<Place, "name">): Promise<number | undefined> {
    const child = this.running.get(name);
    this.running.delete(name);
    if (child === undefined) return undefined;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode ?? undefined;
    const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
    child.kill("SIGTERM");
    const [code] = (await once(child, "exit")) as [number | null];
    clearTimeout(late);
    return code ?? undefined;
  }

  log(place: Place): string {
    return readFileSync(this.logFile(place), "utf8").slice(-3000);
  }

  async erase(): Promise<void> {
    await Promise.all([...this.running.keys()].map((name) => this.stop({ name })));
    rmSync(this.folder, { recursive: true });
  }

  private root(name: string): string {
    return join(this.folder, name);
  }

  private logFile({ name }: Place): string {
    return `${this.root(name)}.log`;
  }

  /** Whatever ends the tests, ends their processes too. */
  private command(place: Place, command: string[]): string[] {
    const root = this.root(place.name);
    const tmp = join(root, "tmp");
    mkdirSync(tmp, { recursive: true });
    const as =
      isRoot && place.user !== undefined ? ["--reuid", `${place.user}`, "--regid", `${place.user}`] : [];
    if (as.length > 0) spawnSync("chown", ["--recursive", `${place.user}:${place.user}`, root]);
    const groups = as.length > 0 ? ["--clear-groups"] : [];
    return [
      "setpriv",
      "--pdeathsig",
      "KILL",
      ...as,
      ...groups,
      ...command.map((text) => this.here(place, text)),
    ];
  }

  /** The text with this machine's places for the container's. */
  private here(place: Place, text: string): string {
    const root = this.root(place.name);
    const address = this.address(place.host);
    return text
      .replaceAll(/(?<![\w/])\/(etc|var\/lib|tmp(?=\/mariadb|["\n]))/g, `${root}/$1`)
      .replaceAll("0.0.0.0", address)
      .replaceAll("127.0.0.1", address);
  }
}
