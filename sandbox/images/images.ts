import { rm } from "node:fs/promises";
import { join } from "node:path";
import { ensureAuthority } from "../cluster/certificates";
import { unpackPackages } from "../debian";
import type { SandboxFolder } from "../folder";
import { whileLocked } from "../lock";
import { runningProcesses, stopProcesses } from "../processes";
import type { Report } from "../toolBuild";
import { imageError, type CommandFailure } from "./buildFailure";
import { DockerEngine } from "./dockerEngine";
import { requireEngine } from "./engineNeeds";
import { stopEngine } from "./engineProcesses";
import { ImageRegistry } from "./imageRegistry";
import { loadStandInBases, proxyArguments } from "./standInBases";

/** The client that belongs to the engine is in the same package; the machine's own may be too new for it. */
const packages = ["docker.io", "docker-registry", "apache2-utils", "debootstrap"];

export interface Build {
  /** What messages call it. */
  image: string;
  /** Its name in the engine. */
  name: string;
  context: string;
  dockerfile: string;
  args: Record<string, string>;
}

/** Builds images for real, in an engine and for a registry of the sandbox's own. */
export class Images {
  private constructor(
    readonly engine: DockerEngine,
    readonly registry: ImageRegistry,
  ) {}

  /** Starts engine and registry, and puts stand-ins for the base images into the engine. */
  static async start(sandbox: SandboxFolder, report: Report): Promise<Images> {
    return whileLocked(sandbox.images, () => Images.startAlone(sandbox, report));
  }

  private static async startAlone(sandbox: SandboxFolder, report: Report): Promise<Images> {
    requireEngine();
    const programs = await unpackPackages(packages, report);
    await ensureAuthority(sandbox);
    const engine = new DockerEngine({
      folder: engineFolder(sandbox),
      programs,
      caCertificate: sandbox.caCertificate,
      hosts: ImageRegistry.hosts,
    });
    const registry = new ImageRegistry(sandbox, programs);
    await Promise.all([engine.start(), registry.start()]);
    await loadStandInBases(engine, programs, report);
    const images = new Images(engine, registry);
    await images.logIn(registry.password);
    return images;
  }

  /** Lets the engine push to the registry from now on; a wrong password is an error. */
  async logIn(password: string): Promise<void> {
    const { name } = this.registry;
    await this.engine.docker(["login", "--username", ImageRegistry.user, "--password-stdin", name], password);
  }

  /** Builds an image for linux/amd64; only a build has the machine's network. */
  async build({ image, name, context, dockerfile, args }: Build): Promise<void> {
    const values = Object.entries(args).flatMap(([key, value]) => ["--build-arg", `${key}=${value}`]);
    const target = ["--file", dockerfile, "--tag", name, "--platform", "linux/amd64", "--network", "host"];
    await this.engine
      .docker(["build", ...target, ...proxyArguments(), ...values, context])
      .catch((error: CommandFailure) => {
        throw imageError(image, "built", error);
      });
  }

  /** Pushes an image of the engine to its registry under `<repository>:<tag>` and returns its digest there. */
  async push(image: string, name: string, repository: string, tag: string): Promise<string> {
    const target = `${this.registry.name}/${repository}:${tag}`;
    await this.engine.docker(["tag", name, target]);
    const said = await this.engine.docker(["push", target]).catch((error: CommandFailure) => {
      throw imageError(image, "pushed", error);
    });
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(said)?.[1];
    if (digest === undefined) throw new Error(`image ${image} was pushed without a digest: ${said}`);
    return digest;
  }
}

/** Starts the registry alone, from which nodes pull. */
export async function startRegistry(sandbox: SandboxFolder, report: Report): Promise<ImageRegistry> {
  const registry = new ImageRegistry(sandbox, await unpackPackages(packages, report));
  await registry.start();
  return registry;
}

/** Ends the engine with its containers, the registry and what serves loklak's source; images stay. */
export async function stopImages(sandbox: SandboxFolder, how: "ask" | "kill" = "ask"): Promise<void> {
  await stopEngine(engineFolder(sandbox), how);
  await stopProcesses(runningProcesses(sandbox.images), 5);
}

/** Ends all of it and deletes what it made. */
export async function eraseImages(sandbox: SandboxFolder): Promise<void> {
  await stopImages(sandbox, "kill");
  await rm(sandbox.images, { recursive: true, force: true });
}

function engineFolder(sandbox: SandboxFolder): string {
  return join(sandbox.images, "engine");
}
