/**
 * Posts or updates the one comment with the verdict on a pull request: `comment.ts <verdict.json>`, in a run of
 * `workflow_run`. The file may be anybody's; which pull request it is for is asked of GitHub.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { judgesIn } from "../verdict/judges";
import { markdown } from "../verdict/markdown";
import { GitHub } from "./github";
import { NoVerdict, readVerdict } from "./readVerdict";

const eventSchema = z.object({
  workflow_run: z.object({
    event: z.literal("pull_request"),
    head_sha: z.string().regex(/^[0-9a-f]{40}$/),
    head_branch: z.string(),
    html_url: z.url(),
    // Null when it was deleted.
    head_repository: z.object({ full_name: z.string(), owner: z.object({ login: z.string() }) }).nullable(),
  }),
});
type Run = z.infer<typeof eventSchema>["workflow_run"];

const pullRequest = z.object({
  number: z.int(),
  head: z.object({ sha: z.string(), repo: z.object({ full_name: z.string() }).nullable() }),
});

const changedFile = z.object({ filename: z.string(), previous_filename: z.string().optional() });

const comment = z.object({
  id: z.int(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
});

/** Nobody sees it; anybody can write it. */
const marker = "<!-- verdict on this pull request -->";
/** No person's name has brackets. */
const bot = "github-actions[bot]";
/** GitHub takes no longer one. */
const longestComment = 65_535;
/** What is around the verdict. */
const further = 2_000;
/** GitHub lists no more of a pull request's. */
const mostFiles = 3_000;

async function main(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { GITHUB_API_URL = "", GITHUB_REPOSITORY = "", GITHUB_TOKEN = "", GITHUB_EVENT_PATH = "" } = env;
  const { workflow_run: run } = eventSchema.parse(JSON.parse(readFileSync(GITHUB_EVENT_PATH, "utf8")));
  const github = new GitHub(GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN);
  const numbers = await pullRequests(github, run);
  if (numbers.length === 0) return console.log(`No open pull request ends with ${run.head_sha}`);
  for (const number of numbers) {
    const changed = await github.list(`/pulls/${number}/files`, {}, changedFile);
    const judges = judgesIn(
      changed.flatMap(({ filename, previous_filename }) => [filename, previous_filename ?? []].flat()),
    );
    if (changed.length >= mostFiles)
      judges.push(`GitHub lists ${mostFiles} of the changed files: one that judges may be among the others`);
    const body = [marker, textOf(file, judges), `<sub>${origin(run)}</sub>`].join("\n\n");
    await post(github, number, body);
  }
}

/** The open pull requests that this very commit of this very repository is the head of. */
async function pullRequests(
  github: GitHub,
  { head_sha, head_branch, head_repository }: Run,
): Promise<number[]> {
  if (head_repository === null) return [];
  const head = `${head_repository.owner.login}:${head_branch}`;
  const found = await github.list("/pulls", { state: "open", head }, pullRequest);
  return found
    .filter(({ head }) => head.sha === head_sha && head.repo?.full_name === head_repository.full_name)
    .map(({ number }) => number);
}

/** @param judges what GitHub says of them; the file may keep quiet about them. */
function textOf(file: string, judges: string[]): string {
  try {
    const verdict = readVerdict(file);
    const severity = judges.length > 0 && verdict.severity === "nothing" ? "look" : verdict.severity;
    const text = markdown({ ...verdict, severity, judges }, longestComment - further);
    if (text.length > longestComment - further) throw new NoVerdict("it is too long for a comment");
    return text;
  } catch (error) {
    if (!(error instanceof NoVerdict)) throw error;
    return `**No verdict**: ${error.message}. Nothing is known of what this change does.`;
  }
}

function origin({ head_sha, html_url }: Run): string {
  return (
    `Of ${head_sha}, by [this run](${html_url}), in a sandbox without any credential. It ran the pull request's own ` +
    "code, which could make up a verdict: read the change before you rely on it."
  );
}

async function post(github: GitHub, number: number, body: string): Promise<void> {
  const comments = await github.list(`/issues/${number}/comments`, {}, comment);
  const own = comments.find(({ user, body }) => user?.login === bot && body?.startsWith(marker));
  if (own === undefined) await github.request("POST", `/issues/${number}/comments`, { body });
  else await github.request("PATCH", `/issues/comments/${own.id}`, { body });
  console.log(`${own === undefined ? "Posted" : "Updated"} the comment on #${number}`);
}

main(process.argv[2] ?? "", process.env).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
