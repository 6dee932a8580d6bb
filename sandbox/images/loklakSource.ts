import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { checkout, type SandboxFolder } from "../folder";
import { run } from "../run";
import { runningProcesses, startDetached } from "../processes";

/** loklak's source as a build fetches it. */
export interface LoklakSource {
  repository: string;
  commit: string;
  /** What it is, for people. */
  title: string;
}

const standIn = join(checkout, "sandbox", "loklakStandIn");
const branch = "refs/heads/served";

/** So that the stand-in's commit depends on its files alone. */
const author = {
  GIT_AUTHOR_NAME: "sandbox",
  GIT_AUTHOR_EMAIL: "sandbox@localhost",
  GIT_AUTHOR_DATE: "2020-01-01T00:00:00Z",
};
const committer = Object.fromEntries(
  Object.entries(author).map(([name, value]) => [name.replace("AUTHOR", "COMMITTER"), value]),
);

/** What is built as loklak in this environment, for people. */
export function loklakSourceTitle({ LOKLAK_SOURCE }: NodeJS.ProcessEnv): string {
  return LOKLAK_SOURCE === undefined
    ? "a stand-in for loklak's source (LOKLAK_SOURCE names no checkout)"
    : `loklak's source in ${LOKLAK_SOURCE}`;
}

/**
 * Serves loklak's source on loopback, for builds to fetch: one commit of the repository that LOKLAK_SOURCE names, bare or
 * not, or without one the stand-in's small source. A repository without that commit is an error.
 */
export async function serveLoklakSource(
  sandbox: SandboxFolder,
  commit: string,
  source = process.env.LOKLAK_SOURCE,
): Promise<LoklakSource> {
  const folder = join(sandbox.images, "source");
  const git = async (...args: string[]): Promise<string> => {
    const options = { env: { ...process.env, ...author, ...committer, GIT_DIR: join(folder, "loklak.git") } };
    return (await run("git", args, options)).stdout.trim();
  };
  await rm(join(folder, "loklak.git"), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await git("init", "--quiet", "--bare");
  await git("config", "uploadpack.allowAnySHA1InWant", "true");
  if (source === undefined) await commitStandIn(git);
  else
    await git("fetch", "--quiet", "--depth", "1", `file://${resolve(source)}`, `${commit}:${branch}`).catch(
      (error: { stderr: string }) => {
        throw new Error(`LOKLAK_SOURCE ${source} has no commit ${commit}: ${error.stderr.trim()}`);
      },
    );
  const repository = await serve(folder);
  for (let tries = 1; !(await git("ls-remote", repository).then(Boolean, () => false)); tries++) {
    if (tries === 50)
      throw new Error(`git daemon does not serve loklak's source, see ${join(folder, "log")}`);
    await sleep(100);
  }
  return {
    repository,
    commit: await git("rev-parse", branch),
    title: loklakSourceTitle({ LOKLAK_SOURCE: source }),
  };
}

async function commitStandIn(git: (...args: string[]) => Promise<string>): Promise<void> {
  // The user's own settings of git must not decide what is in it.
  const plain = ["-c", "core.excludesFile=", "-c", "core.autocrlf=false"];
  await git(...plain, "--work-tree", standIn, "add", "--all", ".");
  const tree = await git("write-tree");
  await git("update-ref", branch, await git("commit-tree", "-m", "Stand-in for loklak's source", tree));
}

/** The address follows from the folder, so that a build with nothing changed stays the same build. */
async function serve(folder: string): Promise<string> {
  const [a = 0, b = 0, c = 0] = createHash("sha256").update(folder).digest();
  const address = ["127", (a % 254) + 1, b, (c % 254) + 1].join(".");
  if (runningProcesses(folder).length === 0) {
    const options = ["--reuseaddr", "--export-all", `--listen=${address}`, `--base-path=${folder}`];
    await startDetached({
      name: join(folder, "git-daemon"),
      command: "git",
      args: ["daemon", ...options, folder],
      log: join(folder, "log"),
    });
  }
  return `git://${address}/loklak.git`;
}
