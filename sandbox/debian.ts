import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { toolsFolder } from "./folder";
import { run } from "./run";
import { whileLocked } from "./lock";
import { textOf } from "./textOf";
import type { Report } from "./toolBuild";

/** Programs of Debian packages that were unpacked, not installed. */
export interface UnpackedPackages {
  /** The folder in which `usr/bin` and all else of the packages lies. */
  root: string;
  /** PATH and LD_LIBRARY_PATH with which their programs find each other and their libraries. */
  env: { PATH: string; LD_LIBRARY_PATH: string };
  /** Address of the archive that the packages came from, as apt knows it. */
  archive: string;
}

/** The release whose packages the sandbox knows. */
export const debianRelease = "bookworm";

/**
 * Unpacks Debian packages, with those of their dependencies that the machine lacks, below `.sandbox/tools`; nothing is
 * installed. The machine's own apt chooses the versions, from the signed index of the machine's release; they are kept
 * until the list of packages changes. A machine that is not Debian 12 on a 64-bit PC is an error that says so.
 */
export async function unpackPackages(packages: string[], report: Report): Promise<UnpackedPackages> {
  const problem = debianProblem();
  if (problem !== undefined)
    throw new Error(
      `the packages ${packages.join(", ")} are unpacked by ${problem}, which this machine is not`,
    );
  const wanted = `${debianRelease} ${packages.join(" ")}`;
  const folder = join(
    toolsFolder,
    `debian-${createHash("sha256").update(wanted).digest("hex").slice(0, 12)}`,
  );
  if (!existsSync(folder)) {
    await mkdir(toolsFolder, { recursive: true });
    await whileLocked(
      folder,
      async () => {
        if (!existsSync(folder)) await unpack(packages, folder, report);
      },
      () => report("waiting for another process that unpacks Debian packages"),
    );
  }
  return unpacked(folder);
}

/** Why this machine's packages cannot be unpacked; undefined when they can. */
export function debianProblem(): string | undefined {
  const text = textOf("/etc/os-release");
  const isDebian = /^ID=debian$/m.test(text) && text.includes(`VERSION_CODENAME=${debianRelease}`);
  const isComplete = ["apt-get", "dpkg"].every((command) => existsSync(join("/usr/bin", command)));
  return isDebian && isComplete && process.arch === "x64"
    ? undefined
    : `Debian 12 (${debianRelease}) with apt on a 64-bit PC`;
}

async function unpack(packages: string[], folder: string, report: Report): Promise<void> {
  report(`unpacking the Debian packages ${packages.join(", ")}, once`);
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const { archives, uri } = await download(packages, join(unfinished, "apt"));
  const root = join(unfinished, "root");
  await mkdir(root);
  for (const archive of archives) await run("dpkg", ["-x", archive, root]);
  const versions = archives.map((archive) => decodeURIComponent(basename(archive, ".deb")));
  await writeFile(join(unfinished, "versions"), `${versions.join("\n")}\n`);
  await writeFile(join(unfinished, "archive"), uri);
  await rm(join(unfinished, "apt"), { recursive: true });
  await rename(unfinished, folder);
  report(`unpacked ${versions.join(", ")}`);
}

/** Downloads with state and cache folders of apt's own, so the machine's index need not be there and stays as it is. */
async function download(packages: string[], folder: string): Promise<{ archives: string[]; uri: string }> {
  const archives = join(folder, "archives");
  await mkdir(join(folder, "lists", "partial"), { recursive: true });
  await mkdir(join(archives, "partial"), { recursive: true });
  const config = join(folder, "apt.conf");
  await writeFile(
    config,
    [
      "#clear APT::Update;",
      `Dir::State "${folder}"; Dir::State::lists "${join(folder, "lists")}";`,
      'Dir::State::status "/var/lib/dpkg/status";',
      `Dir::Cache "${folder}"; Dir::Cache::archives "${archives}";`,
      'APT::Sandbox::User "root"; APT::Get::Assume-Yes "true"; APT::Install-Recommends "false";',
    ].join("\n"),
  );
  for (const command of [["update"], ["install", "--download-only", "--reinstall", ...packages]])
    await run("apt-get", ["-c", config, ...command]).catch((error: { stderr: string }) => {
      throw new Error(`apt cannot get the Debian packages ${packages.join(", ")}: ${error.stderr.trim()}`);
    });
  const files = (await readdir(archives)).filter((file) => file.endsWith(".deb"));
  return { archives: files.map((file) => join(archives, file)), uri: await sourceOf(config) };
}

/** Where apt's index of the release came from. */
async function sourceOf(config: string): Promise<string> {
  const format = ["--format", "$(REPO_URI) $(CODENAME)", "Created-By: Packages"];
  const { stdout } = await run("apt-get", ["-c", config, "indextargets", ...format]);
  const sources = stdout.split("\n").map((line) => line.split(" "));
  const uri = sources.find(([, codename]) => codename === debianRelease)?.[0];
  if (uri === undefined)
    throw new Error(`apt has no source for Debian ${debianRelease}: add one and try again`);
  return uri;
}

async function unpacked(folder: string): Promise<UnpackedPackages> {
  const root = join(folder, "root");
  const folders = ["usr/sbin", "usr/bin", "sbin", "bin"].map((path) => join(root, path));
  const libraries = ["usr/lib", "lib"].flatMap((path) => [
    join(root, path, "x86_64-linux-gnu"),
    join(root, path),
  ]);
  return {
    root,
    env: {
      PATH: [...folders, process.env.PATH ?? ""].join(":"),
      LD_LIBRARY_PATH: libraries.join(":"),
    },
    archive: await readFile(join(folder, "archive"), "utf8"),
  };
}
