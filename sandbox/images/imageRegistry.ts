import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { ensureAuthority, signServer } from "../cluster/certificates";
import type { UnpackedPackages } from "../debian";
import type { SandboxFolder } from "../folder";
import { whileLocked } from "../lock";
import { run } from "../run";
import { freePort, requireFreePorts, runningProcesses, startDetached } from "../processes";

const startSeconds = 30;

/** What a pushed image is stored as, by Docker 20.10. */
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

/** A registry of the sandbox's own on loopback, with TLS from the sandbox's authority and one user. */
export class ImageRegistry {
  /** Its host name; whoever speaks to it resolves it to its address by `hosts`. */
  static readonly host = "registry.sandbox.test";
  /** Docker takes every registry at 127.0.0.0/8 without a look at its certificate, but not one here. */
  static readonly address = "::1";
  static readonly hosts = [`127.0.0.1 localhost`, `${ImageRegistry.address} localhost ${ImageRegistry.host}`];
  static readonly user = "sandbox";
  private readonly path: string;

  constructor(
    private readonly sandbox: SandboxFolder,
    private readonly programs: UnpackedPackages,
  ) {
    this.path = registryFolder(sandbox);
  }

  /** Where it listens on the loopback address; known once it was started. */
  get port(): number {
    return Number(/addr: .*:(\d+)/.exec(readFileSync(this.file("config.yml"), "utf8"))?.[1]);
  }

  /** `<host>:<port>`, the first part of a name that is pushed to it; known once it was started. */
  get name(): string {
    return `${ImageRegistry.host}:${this.port}`;
  }

  /** The password of its one user, made by the first start. */
  get password(): string {
    return readFileSync(this.file("password"), "utf8");
  }

  /** Starts it, at the same port as ever, unless it runs. */
  async start(): Promise<void> {
    await whileLocked(this.path, () => this.startAlone());
  }

  /** The digest that a tag names; undefined when there is no such image. */
  async digest(repository: string, tag: string): Promise<string | undefined> {
    const { headers } = await this.ask("HEAD", `/v2/${repository}/manifests/${tag}`);
    return headers["docker-content-digest"] as string | undefined;
  }

  /** The bytes of each layer as it is stored, so compressed, lowest first. */
  async layers(repository: string, digest: string): Promise<number[]> {
    const { body } = await this.ask("GET", `/v2/${repository}/manifests/${digest}`);
    return (JSON.parse(body) as { layers: { size: number }[] }).layers.map(({ size }) => size);
  }

  /** Gives an image a further tag; one that the registry does not have is an error. */
  async tag(repository: string, digest: string, tag: string): Promise<void> {
    const { status, body } = await this.ask("GET", `/v2/${repository}/manifests/${digest}`);
    if (status !== 200) throw new Error(`the sandbox's registry has no image ${repository}@${digest}`);
    const put = await this.ask("PUT", `/v2/${repository}/manifests/${tag}`, body);
    if (put.status !== 201)
      throw new Error(`the sandbox's registry refused ${repository}:${tag}: ${put.body}`);
  }

  private async startAlone(): Promise<void> {
    if (runningProcesses(this.path).length > 0) return;
    if (!existsSync(this.file("config.yml"))) await this.create();
    await requireFreePorts(ImageRegistry.address, [this.port]);
    await startDetached({
      name: this.file("docker-registry"),
      command: "docker-registry",
      args: ["serve", this.file("config.yml")],
      log: this.file("log"),
      env: { ...this.programs.env, OTEL_TRACES_EXPORTER: "none" },
    });
    const deadline = Date.now() + startSeconds * 1000;
    while ((await this.status()) !== 200) {
      if (runningProcesses(this.path).length === 0 || Date.now() > deadline)
        throw new Error(`the image registry did not start, see ${this.file("log")}`);
      await sleep(50);
    }
  }

  private async create(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await ensureAuthority(this.sandbox);
    const certificate = { key: this.file("server.key"), certificate: this.file("server.crt") };
    await signServer(this.sandbox, {
      addresses: [ImageRegistry.address],
      names: [ImageRegistry.host],
      ...certificate,
    });
    const password = randomBytes(24).toString("base64url");
    await writeFile(this.file("password"), password, { mode: 0o600 });
    const hashed = run("htpasswd", ["-niB", ImageRegistry.user], { env: this.programs.env });
    hashed.child.stdin?.end(password);
    await writeFile(this.file("htpasswd"), (await hashed).stdout, { mode: 0o600 });
    const settings = {
      version: "0.1",
      log: { level: "warn", accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: this.file("data") }, delete: { enabled: true } },
      auth: { htpasswd: { realm: "loklak sandbox", path: this.file("htpasswd") } },
      http: {
        addr: `[${ImageRegistry.address}]:${await freePort(ImageRegistry.address)}`,
        tls: certificate,
        secret: password,
      },
    };
    await writeFile(this.file("config.yml"), stringify(settings), { mode: 0o600 });
  }

  private async status(): Promise<number | undefined> {
    return this.ask("GET", "/v2/").then(
      ({ status }) => status,
      () => undefined,
    );
  }

  private async ask(method: string, path: string, content?: string) {
    const call = request({
      ...{ host: ImageRegistry.address, port: this.port, servername: ImageRegistry.host, method, path },
      ca: readFileSync(this.sandbox.caCertificate),
      auth: `${ImageRegistry.user}:${this.password}`,
      headers: { accept: manifestType, "content-type": manifestType },
    }).end(content);
    const [response] = (await once(call, "response")) as [IncomingMessage];
    const body = (await response.toArray()).join("");
    return { status: response.statusCode, headers: response.headers, body };
  }

  private file(name: string): string {
    return join(this.path, name);
  }
}

/** True when the sandbox's registry, running or not, has an image of this digest. */
export function hasImage(sandbox: SandboxFolder, repository: string, digest: string): boolean {
  const repositories = join(registryFolder(sandbox), "data", "docker", "registry", "v2", "repositories");
  return existsSync(join(repositories, repository, "_manifests", "revisions", ...digest.split(":")));
}

function registryFolder(sandbox: SandboxFolder): string {
  return join(sandbox.images, "registry");
}
