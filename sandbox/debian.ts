import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { toolsFolder } from "./folder";
import { run } from "./goModule";
import { lock } from "./lock";
import type { Report } from "./toolBuild";

/** Programs of Debian packages that were unpacked, not installed. */
export interface UnpackedPackages {
  /** The folder in which `usr/bin` and all else of the packages lies. */
  root: string;
  /** PATH and LD_LIBRARY_PATH with which their programs find each other and their libraries. */
  env: { PATH: string; LD_LIBRARY_PATH: string };
}

/**
 * Unpacks Debian packages, with those of their dependencies that the machine lacks, below `.sandbox/tools`; nothing is
 * installed. The machine's own apt chooses the versions, from the signed index of the machine's release; they are kept
 * until the release or the list of packages changes. A machine without apt is an error that says so.
 */
export async function unpackPackages(packages: string[], report: Report): Promise<UnpackedPackages> {
  const wanted = `${await release()} ${packages.join(" ")}`;
  const folder = join(
    toolsFolder,
    `debian-${createHash("sha256").update(wanted).digest("hex").slice(0, 12)}`,
  );
  if (!existsSync(folder)) {
    await mkdir(toolsFolder, { recursive: true });
    const free = await lock(folder, () => report("waiting for another process that unpacks Debian packages"));
    try {
      if (!existsSync(folder)) await unpack(packages, folder, report);
    } finally {
      free();
    }
  }
  return unpacked(join(folder, "root"));
}

/** Where the machine's apt takes its release from, such as `{ uri: "http://deb.debian.org/debian/", codename: "bookworm" }`. */
export async function debianArchive(): Promise<{ uri: string; codename: string }> {
  const codename = await release();
  const format = ["--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)", "Created-By: Packages"];
  const sources = (await run("apt-get", ["indextargets", ...format])).stdout.split("\n");
  const uri = sources.map((line) => line.split(" ")).find((source) => source[1] === codename)?.[0];
  if (uri === undefined) throw new Error(`apt has no source for Debian ${codename}: add one and try again`);
  return { uri, codename };
}

/** The machine's release, such as `bookworm`; anything but Debian with apt is an error. */
async function release(): Promise<string> {
  const text = await readFile("/etc/os-release", "utf8").catch(() => "");
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1];
  const apt = ["apt-get", "dpkg"].filter((command) => !existsSync(join("/usr/bin", command)));
  if (/^ID=debian$/m.test(text) && codename !== undefined && apt.length === 0) return codename;
  const lacks = apt.length === 0 ? "is not Debian" : `lacks ${apt.join(" and ")}`;
  throw new Error(`Debian packages are unpacked by Debian's own tools, and this machine ${lacks}`);
}

async function unpack(packages: string[], folder: string, report: Report): Promise<void> {
  report(`unpacking the Debian packages ${packages.join(", ")}, once`);
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const archives = await download(packages, join(unfinished, "apt"));
  const root = join(unfinished, "root");
  await mkdir(root);
  for (const archive of archives) await run("dpkg", ["-x", archive, root]);
  const versions = archives.map((archive) => decodeURIComponent(basename(archive, ".deb")));
  await writeFile(join(unfinished, "versions"), `${versions.join("\n")}\n`);
  await rm(join(unfinished, "apt"), { recursive: true });
  await rename(unfinished, folder);
  report(`unpacked ${versions.join(", ")}`);
}

/** Downloads with state and cache folders of apt's own, so the machine's index need not be there and stays as it is. */
async function download(packages: string[], folder: string): Promise<string[]> {
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
  return (await readdir(archives))
    .filter((file) => file.endsWith(".deb"))
    .map((file) => join(archives, file));
}

function unpacked(root: string): UnpackedPackages {
  const folders = ["usr/sbin", "usr/bin", "sbin", "bin"].map((path) => join(root, path));
  const libraries = ["usr/lib", "lib"].flatMap((path) => [
    join(root, path, `${process.arch === "x64" ? "x86_64" : "aarch64"}-linux-gnu`),
    join(root, path),
  ]);
  return {
    root,
    env: {
      PATH: [...folders, process.env.PATH ?? ""].join(":"),
      LD_LIBRARY_PATH: libraries.join(":"),
    },
  };
}
