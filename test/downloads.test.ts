import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../sandbox/folder";
import { parse } from "./support/configCases";

const read = (...path: string[]): string => readFileSync(join(checkout, ...path), "utf8");

/** Commands that fetch something from somewhere else; advice to people on what to install is none. */
const download =
  /^(?!.*On Debian:).*(npm (ci|install|exec)\b|\bnpx -|-m pip\b|pip install|\bmvn -|"?apt-get"?,? (update|install|\[)|run\("apt-get"|debootstrap"|"?git"?[( ].*\b(fetch|clone)\b|\b(wget|curl)\b.*https?:\/\/(?!\$|127|localhost)|docker\("pull"|\.go\(\[|\bgo (install|get)\b)/;

/** Every file with such a command, and what says which bytes may come. */
const pinnedBy: Record<string, () => void> = {
  ".github/actions/pulumi/action.yml": npmLock,
  ".github/actions/tools/action.yml": npmLock,
  ".github/workflows/comment.yml": npmLock,
  Makefile: npmLock,
  "examples/keystone/images/keystone/Dockerfile": () => {
    hashed("examples", "keystone", "images", "keystone", "requirements.txt");
    assert.match(
      read("examples", "keystone", "images", "keystone", "Dockerfile"),
      /--no-deps .*--require-hashes/,
    );
  },
  "images/elasticsearch/Dockerfile": () => checkedBySha256("elasticsearch"),
  "images/loklak/Dockerfile": () => {
    checkedBySha256("loklak");
    // A commit's id is a hash of what it has.
    assert.match(
      read("images", "loklak", "Dockerfile"),
      /fetch -q --depth 1 "\$\{LOKLAK_REPOSITORY\}" "\$\{LOKLAK_COMMIT\}"/,
    );
  },
  // It writes the digests, without which nothing is built.
  "images/pin.ts": () =>
    assert.throws(
      () => parse({ "loklak:baseImages": { maven: "maven:3.9", java: "java:8" } }),
      /pinned by digest/,
    ),
  "sandbox/debian.ts": signedByDebian,
  "sandbox/goModule.ts": goSums,
  "sandbox/images/bases/Dockerfile": signedByDebian,
  "sandbox/images/images.ts": signedByDebian,
  // A folder of this machine, by commit.
  "sandbox/images/loklakSource.ts": () =>
    assert.match(read("sandbox", "images", "loklakSource.ts"), /"fetch".*`file:\/\/.*`\$\{commit\}:/),
  "sandbox/images/standInBases.ts": () =>
    assert.match(read("sandbox", "images", "standInBases.ts"), /"--force-check-gpg"/),
  "sandbox/nodes/csi/protocols.ts": goSums,
  "sandbox/toolBuild.ts": goSums,
  "test/support/pythonTool.ts": pythonHashes,
  // By the base commit's own lock.
  "verdict/trees.ts": npmLock,
};

function npmLock(): void {
  const { packages } = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { integrity?: string; resolved?: string }>;
  };
  const { "": _, ...others } = packages;
  for (const [name, { integrity = "", resolved }] of Object.entries(others)) {
    assert.match(integrity, /^sha512-/, name);
    assert.equal(resolved, undefined, `${name} comes from elsewhere than the registry that npm is set to`);
  }
}

function goSums(): void {
  const modules = readdirSync(join(checkout, "tools")).filter((tool) =>
    existsSync(join(checkout, "tools", tool, "go.mod")),
  );
  for (const tool of modules) {
    const [sums, module] = [read("tools", tool, "go.sum"), read("tools", tool, "go.mod")];
    const replacements = new Map(
      [...module.matchAll(/(\S+)(?: v\S+)? => (\S+ v\S+)/g)].map(([, old = "", other = ""]) => [old, other]),
    );
    for (const [, name = "", version] of module.matchAll(
      /^\s*(?:require )?(\S+\.\S+\/\S+) (v\S+)(?! =>)/gm,
    )) {
      const used = replacements.get(name) ?? `${name} ${version}`;
      assert.ok(sums.includes(`${used}/go.mod h1:`), `tools/${tool}/go.sum lacks ${used}`);
    }
  }
}

function pythonHashes(): void {
  for (const tool of readdirSync(join(checkout, "tools"))) {
    if (!existsSync(join(checkout, "tools", tool, "requirements.txt"))) continue;
    hashed("tools", tool, "requirements.txt");
  }
  assert.match(read("test", "support", "pythonTool.ts"), /--no-deps .*--require-hashes/);
}

/** Each package of a list for pip has its version and its checksums. */
function hashed(...path: string[]): void {
  const requirements = read(...path)
    .replace(/^#.*\n/gm, "")
    .replaceAll("\\\n", "");
  for (const line of requirements.trim().split("\n"))
    assert.match(line, /^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/, path.join("/"));
}

function checkedBySha256(image: string): void {
  const file = readdirSync(join(checkout, "images", image)).find((name) => name.endsWith(".sha256"));
  assert.ok(file !== undefined, image);
  assert.match(
    read("images", image, "Dockerfile"),
    new RegExp(`sha256sum --check .*${file.replace(".", "\\.")}`),
  );
}

/** Nothing switches off that apt and debootstrap ask for Debian's signature. */
function signedByDebian(): void {
  for (const file of sources())
    assert.doesNotMatch(read(file), /--no-check-gpg|allow-(unauth|insecure)|AllowUnauth|trusted=yes/i, file);
}

/** All that runs, without tests that say what is in it. */
function sources(): string[] {
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: checkout,
    encoding: "utf8",
  });
  return files
    .trim()
    .split("\n")
    .filter(
      (file) => !/\.(md|svg|png)$|\.test\.ts$|^test\/expected\/|go\.sum$|package-lock\.json$/.test(file),
    )
    .filter((file) => existsSync(join(checkout, file)));
}

describe("what is downloaded", () => {
  it("is all known", () => {
    const found = sources().filter((file) =>
      read(file)
        .split("\n")
        .some((line) => download.test(line)),
    );
    assert.deepEqual(found.sort(), Object.keys(pinnedBy).sort());
  });

  for (const [file, isPinned] of Object.entries(pinnedBy)) it(`is pinned where ${file} downloads`, isPinned);
});
