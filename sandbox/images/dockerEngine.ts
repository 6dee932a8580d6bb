import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { UnpackedPackages } from "../debian";
import { run } from "../run";
import { isRunning, startDetached } from "../processes";
import { cgroupOf } from "../cgroups";
import { engineDaemons, stopEngine } from "./engineProcesses";

const startSeconds = 60;
const pollMilliseconds = 50;

/**
 * In a mount and a process namespace of its own: nothing of it is seen or left on the machine, and the death of one
 * process, however it comes, ends every other with its mounts.
 */
const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const script = `set -e
cd "$0"
mount -t overlay overlay -o lowerdir=/run,upperdir=run/changes,workdir=run/work /run
mount --bind hosts /etc/hosts
exec dockerd --config-file "$0/daemon.json"`;

export interface DockerEngineOptions {
  /** Its own; it holds images, containers and all else. */
  folder: string;
  programs: UnpackedPackages;
  /** The authority, beside the machine's own, whose registries it trusts. */
  caCertificate: string;
  /** Lines of the hosts file that it reads in place of the machine's. */
  hosts: string[];
}

/** A Docker engine of a sandbox's own, unpacked and not installed; its containers have no network but their own loopback. */
export class DockerEngine {
  readonly folder: string;
  private readonly log: string;

  constructor(private readonly options: DockerEngineOptions) {
    this.folder = options.folder;
    this.log = join(this.folder, "dockerd.log");
  }

  get socket(): string {
    return join(this.folder, "docker.sock");
  }

  /** True when its daemon lives. */
  isRunning(): boolean {
    return engineDaemons(this.folder).length > 0;
  }

  /** Starts it unless it runs; it answers when this returns. */
  async start(): Promise<void> {
    if (this.isRunning()) return;
    await stopEngine(this.folder);
    await rm(join(this.folder, "run"), { recursive: true, force: true });
    for (const folder of ["run/changes", "run/work", "client"])
      await mkdir(join(this.folder, folder), { recursive: true });
    await writeFile(join(this.folder, "hosts"), this.options.hosts.map((line) => `${line}\n`).join(""));
    await writeFile(join(this.folder, "daemon.json"), JSON.stringify(this.settings(), null, 2));
    const daemon = await startDetached({
      name: join(this.folder, "dockerd"),
      command: "unshare",
      args: [...namespaces, "sh", "-c", script, this.folder],
      log: this.log,
      env: { ...this.options.programs.env, SSL_CERT_FILE: this.options.caCertificate },
    });
    const deadline = Date.now() + startSeconds * 1000;
    while (!(await this.answers())) {
      if (!isRunning(daemon) || Date.now() > deadline) {
        await stopEngine(this.folder);
        throw new Error(`the Docker engine did not start: ${lastLine(this.log)}; see ${this.log}`);
      }
      await sleep(pollMilliseconds);
    }
  }

  /** Runs a command of the Docker CLI to its end and returns what it printed; `input` goes to its standard input. */
  async docker(args: string[], input?: string): Promise<string> {
    const running = run("docker", args, { env: this.clientEnvironment(), maxBuffer: 2 ** 26 });
    running.child.stdin?.end(input);
    return (await running).stdout.trim();
  }

  /** The environment in which the Docker CLI speaks to this engine. */
  clientEnvironment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...this.options.programs.env,
      DOCKER_HOST: `unix://${this.socket}`,
      DOCKER_CONFIG: join(this.folder, "client"),
      DOCKER_BUILDKIT: "1",
      BUILDKIT_PROGRESS: "plain",
    };
  }

  private settings(): object {
    return {
      "data-root": join(this.folder, "data"),
      // Below /run, so in its own mount namespace.
      "exec-root": "/run/loklak-docker",
      pidfile: "/run/loklak-docker.pid",
      hosts: [`unix://${this.socket}`],
      "storage-driver": "overlay2",
      "cgroup-parent": `/${cgroupOf(this.folder)}`,
      "deprecated-key-path": join(this.folder, "key.json"),
      bridge: "none",
      iptables: false,
      ip6tables: false,
    };
  }

  private async answers(): Promise<boolean> {
    return this.docker(["version"]).then(
      () => true,
      () => false,
    );
  }
}

function lastLine(log: string): string {
  return readFileSync(log, "utf8").trimEnd().split("\n").at(-1) ?? "";
}
