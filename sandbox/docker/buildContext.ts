import { createHash, type Hash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { join } from "node:path";
import { parseIgnore, type Ignore } from "./ignore";

/** What a build reads. */
export interface BuildFiles {
  context: string;
  dockerfile: string;
}

/**
 * pulumi-docker's contextDigest: name, mode (so the umask counts), content or link target of every file that is not
 * ignored, and the Dockerfile.
 */
export function contextDigest({ context, dockerfile }: BuildFiles): string {
  const hash = createHash("sha256");
  add(hash, "Dockerfile", "----------", readFileSync(dockerfile));
  for (const { path, stats } of contextFiles({ context, dockerfile })) {
    const file = join(context, path);
    add(hash, path, modeText(stats), stats.isSymbolicLink() ? realpathSync(file) : readFileSync(file));
  }
  return hash.digest("hex");
}

/** What the image will hold, as far as it comes from here: the same in another folder and under another umask. */
export function contentDigest(files: BuildFiles, options: object): string {
  const hash = createHash("sha256");
  add(hash, "Dockerfile", "", readFileSync(files.dockerfile));
  for (const { path, stats } of contextFiles(files)) {
    const file = join(files.context, path);
    const kind = stats.isSymbolicLink() ? "link" : stats.mode & 0o100 ? "executable" : "file";
    add(hash, path, kind, stats.isSymbolicLink() ? readlinkSync(file) : readFileSync(file));
  }
  return hash.update(JSON.stringify(options)).digest("hex");
}

interface ContextFile {
  /** Relative to the context. */
  path: string;
  stats: Stats;
}

function contextFiles({ context, dockerfile }: BuildFiles): ContextFile[] {
  const ignoreFile = [`${dockerfile}.dockerignore`, join(context, ".dockerignore")].find((file) =>
    existsSync(file),
  );
  const ignore: Ignore =
    ignoreFile === undefined ? () => false : parseIgnore(readFileSync(ignoreFile, "utf8"));
  const walk = (folder: string): ContextFile[] =>
    readdirSync(join(context, folder))
      .sort()
      .flatMap((name) => {
        const path = join(folder, name);
        const stats = lstatSync(join(context, path));
        if (stats.isDirectory()) return walk(path);
        return ignore(path) || !(stats.isFile() || stats.isSymbolicLink()) ? [] : [{ path, stats }];
      });
  return walk("");
}

function add(hash: Hash, name: string, mode: string, content: string | Buffer): void {
  const digest = createHash("sha256").update(content).digest();
  hash.update(name).update(mode).update(digest).update("\0");
}

/** As `ls -l` writes it. */
function modeText(stats: Stats): string {
  const bits = [..."rwxrwxrwx"].map((letter, i) => (stats.mode & (1 << (8 - i)) ? letter : "-")).join("");
  return `${stats.isSymbolicLink() ? "L" : "-"}${bits}`;
}
