import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { largestVerdict, NoVerdict, readVerdict } from "../ci/readVerdict";
import { checkout } from "../sandbox/folder";
import type { Finding, Verdict } from "../verdict/types";
import { type Comment, GitHubStandIn, type PullRequest } from "./support/gitHubStandIn";

const repository = "loklak/loklak-gke";
const sha = "c".repeat(40);
const marker = "<!-- verdict on this pull request -->";

const finding: Finding = {
  category: "data",
  severity: "loss",
  operation: "delete",
  urn: "urn:pulumi:dev::loklak::gcp:compute/disk:Disk::data-dump-disk",
  type: "gcp:compute/disk:Disk",
  name: "data-dump-disk",
  meaning: "the dumps are lost",
  changes: [],
};
const verdict = (changes: Partial<Finding> = {}): Verdict => ({
  base: "b".repeat(40),
  severity: "loss",
  stacks: [{ stack: "dev", severity: "loss", findings: [{ ...finding, ...changes }], refusals: [] }],
  judges: [],
});

describe("the comment on a pull request", function () {
  this.timeout(60_000);
  let folder!: string;
  let open: GitHubStandIn[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "loklak-comment-"));
    open = [];
  });
  afterEach(() => {
    for (const gitHub of open) gitHub.stop();
    rmSync(folder, { recursive: true });
  });

  const pullRequest = (number: number, owner: string, changes: Partial<PullRequest> = {}): PullRequest => ({
    number,
    state: "open",
    head: { ref: "change", sha, repo: { full_name: `${owner}/loklak-gke`, owner: { login: owner } } },
    files: ["Pulumi.dev.yaml"],
    comments: [],
    ...changes,
  });
  const said = (login: string, body: string, id = 1): Comment => ({ id, body, user: { login } });

  /** Runs the script after a run for the head of a repository of this owner, which left such a file; none: it left none. */
  async function comment(pullRequests: PullRequest[], owner: string, left: object | string | undefined) {
    const gitHub = new GitHubStandIn(repository, pullRequests);
    open.push(gitHub);
    const [event, file] = [join(folder, "event.json"), join(folder, "verdict.json")];
    const run = {
      event: "pull_request",
      head_sha: sha,
      head_branch: "change",
      html_url: "https://github.com/loklak/loklak-gke/actions/runs/1",
      head_repository: { full_name: `${owner}/loklak-gke`, owner: { login: owner } },
      // As GitHub has it for a fork.
      pull_requests: [],
    };
    writeFileSync(event, JSON.stringify({ workflow_run: run }));
    if (left !== undefined) writeFileSync(file, typeof left === "string" ? left : JSON.stringify(left));
    const child = spawn(process.execPath, ["--import", "tsx", "ci/comment.ts", file], {
      cwd: checkout,
      env: {
        ...process.env,
        GITHUB_API_URL: await gitHub.start(),
        GITHUB_REPOSITORY: repository,
        GITHUB_TOKEN: gitHub.token,
        GITHUB_EVENT_PATH: event,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => (output += data.toString()));
    const [status] = (await once(child, "close")) as [number];
    return { status, output, writes: gitHub.writes };
  }

  /** The only comment that there is. */
  const only = ({ comments }: PullRequest): string => {
    assert.equal(comments.length, 1);
    return comments[0]!.body;
  };

  it("is posted on that of the head's own repository, also a fork's with the same branch", async () => {
    const [own, fork] = [pullRequest(1, "loklak"), pullRequest(2, "someone")];
    const { status, writes } = await comment([own, fork], "someone", verdict());
    assert.equal(status, 0);
    assert.deepEqual(writes, ["POST /issues/2/comments"]);
    const body = only(fork);
    assert.ok(body.startsWith(marker));
    assert.match(body, /the dumps are lost/);
    assert.match(body, new RegExp(`Of ${sha}, by \\[this run\\]`));
  });

  it("is updated, the bot's own, whatever others have written and however much", async () => {
    const others = Array.from({ length: 130 }, (_, i) =>
      said("someone", `${marker}\n\nNothing at stake`, i + 1),
    );
    const mine = said("github-actions[bot]", `${marker}\n\nold`, 500);
    const other = said("github-actions[bot]", `a report that quotes ${marker}`, 501);
    const own = pullRequest(1, "loklak", { comments: [...others, other, mine] });
    const { writes } = await comment([own], "loklak", verdict());
    assert.deepEqual(writes, ["PATCH /issues/comments/500"]);
    assert.match(mine.body, /the dumps are lost/);
  });

  it("is none on a pull request that is closed, or has a newer commit", async () => {
    const closed = pullRequest(1, "loklak", { state: "closed" });
    const newer = pullRequest(2, "loklak");
    newer.head.sha = "d".repeat(40);
    const { status, output, writes } = await comment([closed, newer], "loklak", verdict());
    assert.deepEqual([status, writes], [0, []]);
    assert.match(output, /No open pull request ends with/);
  });

  it("says which files that judge are changed, though the verdict keeps quiet about them", async () => {
    const own = pullRequest(1, "loklak", { files: ["index.ts", "verdict/classify.ts"] });
    await comment([own], "loklak", { ...verdict(), severity: "nothing", stacks: [] });
    assert.match(only(own), /Verdict: something to look at[^]*verdict\/classify\.ts is changed/);
  });

  it("says that files which judge may be changed where GitHub does not list all of them", async () => {
    const files = Array.from({ length: 3_001 }, (_, i) => `a/${i}`);
    const own = pullRequest(1, "loklak", { files: [...files, "verdict/classify.ts"] });
    await comment([own], "loklak", verdict());
    assert.match(only(own), /GitHub lists 3000 of the changed files/);
  });

  it("takes the place of an older verdict when a run left none that can be shown", async () => {
    for (const [left, reason] of [
      [{ ...verdict(), more: "@loklak/everyone" }, /is no verdict/],
      [{ ...verdict(), stacks: Array(3000).fill(verdict().stacks[0]) }, /too long for a comment/],
    ] as const) {
      const mine = said("github-actions[bot]", `${marker}\n\nNothing at stake`, 500);
      const own = pullRequest(1, "loklak", { comments: [mine] });
      const { writes } = await comment([own], "loklak", left);
      assert.deepEqual(writes, ["PATCH /issues/comments/500"]);
      assert.match(only(own), /\*\*No verdict\*\*/);
      assert.match(only(own), reason);
      assert.doesNotMatch(only(own), /everyone|Nothing at stake/);
    }
  });

  it("shows text of a verdict as text, and no markup, mention, link or marker of it", async () => {
    const own = pullRequest(1, "loklak");
    const attack = `\n\n# Approved\n\n![x](https://evil.example/x.png) @loklak/everyone <img src=x> \`\`\`\n</details> ${marker}`;
    const change = { path: attack, old: attack, new: attack, replaces: false };
    const { status } = await comment(
      [own],
      "loklak",
      verdict({ meaning: attack, name: attack, type: attack, changes: [change] }),
    );
    assert.equal(status, 0);
    // Without blocks, escaped characters and spans of code, which are text to GitHub.
    const outside = only(own)
      .replace(/^ *(`{3,})(diff|text)\n[^]*?\n *\1$/gm, "")
      .replace(/\\[^]|(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
    assert.doesNotMatch(outside, /^# Approved|!\[x\]\(|@loklak|<img|\]\(https:\/\/evil/m);
    assert.equal(outside.split(marker).length, 2);
  });
});

describe("what a run has left", () => {
  const folder = mkdtempSync(join(tmpdir(), "loklak-left-"));
  after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "verdict.json");
  beforeEach(() => rmSync(file, { force: true }));

  it("is a verdict of the schema", () => {
    writeFileSync(file, JSON.stringify(verdict()));
    assert.deepEqual(readVerdict(file), verdict());
  });

  for (const [what, leave, reason] of [
    ["is missing", () => undefined, /has left none/],
    ["is a link", () => symlinkSync("/etc/passwd", file), /is no file/],
    ["is too large", () => writeFileSync(file, " ".repeat(largestVerdict + 1)), /larger than 4194304 bytes/],
    ["is no JSON", () => writeFileSync(file, "@loklak/everyone"), /is no verdict$/],
  ] as const)
    it(`is refused when it ${what}`, () => {
      leave();
      assert.throws(
        () => readVerdict(file),
        (error) => error instanceof NoVerdict && reason.test(error.message),
      );
    });
});
