import { createHash } from "node:crypto";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { debianRelease, type UnpackedPackages } from "../debian";
import { toolsFolder } from "../folder";
import { run } from "../run";
import { whileLocked } from "../lock";
import type { Report } from "../toolBuild";
import type { DockerEngine } from "./dockerEngine";

/** Names of the stand-ins in the sandbox's engine; all are Debian with Java 17. */
export const standInBases = { maven: "stand-in/maven", java: "stand-in/java", nginx: "stand-in/nginx" };

/** Nothing is pulled, so what the configuration takes for pinned has a digest that no image has. */
const noDigest = `@sha256:${"0".repeat(64)}`;

/** Stand-ins for base images as the sandbox's configuration names them; there need not be one. */
export const standInReferences = (bases: string[]) =>
  Object.fromEntries(bases.map((base) => [base, `stand-in/${base}${noDigest}`]));

/** Build arguments with the stand-ins as the engine knows them. */
export function withLocalBases(args: Record<string, string>): Record<string, string> {
  const local = (value: string) => (value.startsWith("stand-in/") ? value.replace(noDigest, "") : value);
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, local(value)]));
}

/** What the images of ours run on, besides Debian's smallest system. */
const packages = ["ca-certificates", "openjdk-17-jre-headless", "curl", "fontconfig", "fonts-dejavu-core"];

/** Elasticsearch 2.4 chooses a garbage collector that Java 17 no longer has. */
const settings = ["ENV ES_GC_OPTS=-XX:+UseG1GC", "ENV LANG=C.UTF-8"];

const dockerfile = join(__dirname, "bases", "Dockerfile");

/**
 * Puts stand-ins for the base images into the engine, where no registry can be reached that has the real ones. They are
 * made from Debian's packages once, in about 2 minutes, and kept below `.sandbox/tools`.
 */
export async function loadStandInBases(
  engine: DockerEngine,
  programs: UnpackedPackages,
  report: Report,
): Promise<void> {
  const machine = await machineFiles();
  const contents = await Promise.all([dockerfile, ...Object.values(machine)].map((path) => readFile(path)));
  const parts = [
    Buffer.from(JSON.stringify({ archive: programs.archive, packages, settings, machine })),
    ...contents,
  ];
  const hash = createHash("sha256").update(Buffer.concat(parts)).digest("hex").slice(0, 12);
  if (await has(engine, hash)) return;
  const file = join(toolsFolder, `image-bases-${hash}.tar`);
  await whileLocked(
    file,
    async () => {
      if (existsSync(file)) return void (await engine.docker(["load", "--input", file]));
      report("making stand-ins for the base images from Debian's packages, once, about 2 minutes");
      await importJava(engine, programs, hash);
      await buildOnJava(engine, machine);
      await removeOlder();
      await engine.docker(["save", "--output", `${file}.new`, ...Object.values(standInBases)]);
      await rename(`${file}.new`, file);
    },
    () => report("waiting for another process that makes the base images"),
  );
}

async function removeOlder(): Promise<void> {
  const older = (await readdir(toolsFolder)).filter((name) => /^image-bases-.*\.tar(\.new)?$/.test(name));
  await Promise.all(older.map((name) => rm(join(toolsFolder, name))));
}

async function has(engine: DockerEngine, hash: string): Promise<boolean> {
  const filter = ["--filter", `label=loklak.stand-in=${hash}`, "--quiet"];
  const images = await engine.docker(["images", ...filter]);
  return new Set(images.split("\n").filter(Boolean)).size === Object.keys(standInBases).length;
}

async function importJava(
  engine: DockerEngine,
  { root, env, archive }: UnpackedPackages,
  hash: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "loklak-base-"));
  try {
    const system = join(folder, "system");
    const options = ["--force-check-gpg", "--variant=minbase", `--include=${packages.join(",")}`];
    // debootstrap mounts in what it makes: in a mount namespace of its own, nothing of that can stay behind.
    const apart = ["--mount", "--pid", "--fork", "--kill-child", "debootstrap"];
    await run("unshare", [...apart, ...options, debianRelease, system, archive], {
      env: { ...process.env, ...env, DEBOOTSTRAP_DIR: join(root, "usr/share/debootstrap") },
      maxBuffer: 2 ** 26,
    });
    for (const cache of ["var/cache/apt", "var/lib/apt/lists"])
      await rm(join(system, cache), { recursive: true, force: true });
    const changes = [...settings, `LABEL loklak.stand-in=${hash}`].flatMap((line) => ["--change", line]);
    const tar = spawn("tar", ["--create", "--numeric-owner", "--directory", system, "."], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const load = spawn("docker", ["import", ...changes, "-", standInBases.java], {
      env: engine.clientEnvironment(),
      stdio: ["pipe", "ignore", "inherit"],
    });
    await Promise.all([
      pipeline(tar.stdout, load.stdin),
      succeeded("tar", tar),
      succeeded("docker import", load),
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves when the process ended well; anything else is an error that names the command. */
async function succeeded(command: string, child: ChildProcess): Promise<void> {
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`${command} failed with status ${code ?? "unknown"}`);
}

/**
 * What lets this machine's Maven and apt reach their repositories, by its place in the image. The kept archive of
 * this stand-in alone holds them; they may hold passwords, so it is not to be shared.
 */
async function machineFiles(): Promise<Record<string, string>> {
  const settings = join(homedir(), ".m2", "settings.xml");
  const files = {
    "etc/ssl/certs/java/cacerts": "/etc/ssl/certs/java/cacerts",
    "etc/ssl/certs/ca-certificates.crt": "/etc/ssl/certs/ca-certificates.crt",
    "root/.m2/settings.xml": settings,
  };
  return Object.fromEntries(Object.entries(files).filter(([, source]) => existsSync(source)));
}

/** Builds the others, which share the layers of the one with Java. */
async function buildOnJava(engine: DockerEngine, machine: Record<string, string>): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), "loklak-base-"));
  try {
    await copyFile(dockerfile, join(context, "Dockerfile"));
    await writeFile(join(context, "apt.conf"), (await run("apt-config", ["dump", "Acquire"])).stdout);
    await mkdir(join(context, "machine"));
    for (const [target, source] of Object.entries(machine)) {
      await mkdir(dirname(join(context, "machine", target)), { recursive: true });
      await cp(source, join(context, "machine", target), { dereference: true });
    }
    for (const [stage, name] of Object.entries(standInBases).filter(([stage]) => stage !== "java")) {
      const options = ["--network", "host", ...proxyArguments(), "--target", stage, "--tag", name];
      await engine.docker(["build", ...options, context]);
    }
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}

/** Docker knows these arguments by itself and keeps them out of the image. */
export function proxyArguments(): string[] {
  return Object.keys(process.env)
    .filter((name) => /^(https?|no)_proxy$/i.test(name))
    .flatMap((name) => ["--build-arg", name]);
}
