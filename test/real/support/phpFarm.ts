import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nginxConfig } from "../../../examples/php-farm/components/nginxConfig";
import { phpFpmConfig, phpIni } from "../../../examples/php-farm/components/phpConfig";
import { paths, ports } from "../../../examples/php-farm/components/paths";
import { unpackPackages, type UnpackedPackages } from "../../../sandbox/debian";
import { eventually } from "../../support/eventually";
import { Container, containerUser, type ContainerArgs } from "./container";

const example = join(__dirname, "../../../examples/php-farm");

/** The names that the images' programs have in Debian's packages. */
const programs = { "php-fpm": "php-fpm8.2", php: "php8.2" };

/** What the last stage of a Dockerfile starts, in which environment. */
function started(dockerfile: string): Pick<ContainerArgs, "command" | "env"> {
  const text = readFileSync(join(example, dockerfile), "utf8");
  const env: Record<string, string> = { PATH: "/usr/sbin:/usr/bin:/usr/local/bin" };
  for (const [, name = "", value = ""] of text.matchAll(/^ENV (\w+)=(.*)$/gm)) env[name] = value;
  return { command: JSON.parse(/^ENTRYPOINT (.*)$/m.exec(text)![1]!) as string[], env };
}

export interface Replica {
  url: string;
  health: string;
  php: Container;
  web: Container;
}

/** Replicas of the PHP farm and its publications as processes of this machine, on one content folder. */
export class PhpFarm {
  readonly content: string;
  private readonly containers: Container[] = [];

  private constructor(
    private readonly folder: string,
    private readonly packages: UnpackedPackages,
  ) {
    this.content = this.emptyFolder("content");
  }

  static async make(): Promise<PhpFarm> {
    const packages = await unpackPackages(["nginx-light", "php8.2-fpm", "php8.2-opcache"], (line) =>
      console.log(`      ${line}`),
    );
    const folder = mkdtempSync(join(tmpdir(), "php-farm-"));
    chmodSync(folder, 0o755);
    return new PhpFarm(folder, packages);
  }

  /** Starts a replica and waits until it answers; returns where. */
  async replica(number: number): Promise<Replica> {
    const address = `127.${100 + (process.pid % 100)}.${(process.pid >> 7) % 250}.${number}`;
    const name = `replica-${number}`;
    const shared = {
      [paths.content]: { from: this.content, readOnly: true },
      [dirname(paths.socket)]: { from: this.emptyFolder(`${name}-sockets`) },
    };
    const php = { workers: 4, memoryMb: 384, maxBodyMb: 8 };
    const phpContainer = this.start(`${name}-php`, {
      ...started("images/php/Dockerfile"),
      etc: { "php-farm/php.ini": phpIni(php), "php-farm/php-fpm.conf": phpFpmConfig(php) },
      mounts: shared,
    });
    const types = readFileSync(join(this.packages.root, "etc/nginx/mime.types"), "utf8");
    const config = nginxConfig(php).replace(/listen (\d+)/g, `listen ${address}:$1`);
    const web = this.start(`${name}-web`, {
      ...started("images/web/Dockerfile"),
      etc: { "nginx/nginx.conf": config, "nginx/mime.types": types },
      mounts: shared,
    });
    const health = `http://${address}:${ports.health}`;
    await eventually(async () => assert.ok((await fetch(`${health}/php`)).ok)).catch((error: Error) => {
      throw new Error(`${name}: ${error.message}\n${web.output}${phpContainer.output}`);
    });
    return { url: `http://${address}:${ports.http}`, health, php: phpContainer, web };
  }

  /** Publishes a site as the Job does; its exit code and output. */
  async publish(
    site: Record<string, string>,
    minutes = 60,
  ): Promise<{ code: number | null; output: string }> {
    const name = `site-${this.containers.length}`;
    const from = this.emptyFolder(name);
    for (const [path, text] of Object.entries(site)) {
      mkdirSync(dirname(join(from, path)), { recursive: true });
      writeFileSync(join(from, path), text);
    }
    const bin = this.emptyFolder(`${name}-bin`);
    cpSync(join(example, "content/publish.sh"), join(bin, "publish.sh"));
    const { command, env } = started("content/Dockerfile");
    const job = this.start(`${name}-job`, {
      command: [...command, `${minutes}`],
      env,
      mounts: {
        [paths.content]: { from: this.content },
        "/site": { from, readOnly: true },
        "/job": { from: bin, readOnly: true },
      },
    });
    return { code: await job.ended(), output: job.output };
  }

  async erase(): Promise<void> {
    await Promise.all(this.containers.map((container) => container.kill()));
    rmSync(this.folder, { recursive: true });
  }

  private start(name: string, args: Pick<ContainerArgs, "command" | "env" | "etc" | "mounts">): Container {
    const container = Container.start({
      packages: this.packages,
      folder: join(this.folder, name),
      programs: { ...programs, "publish.sh": "/job/publish.sh" },
      ...args,
      mounts: { ...args.mounts, "/tmp": { from: this.emptyFolder(`${name}-tmp`) } },
    });
    this.containers.push(container);
    return container;
  }

  private emptyFolder(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path);
    chownSync(path, containerUser, containerUser);
    return path;
  }
}
