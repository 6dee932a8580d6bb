import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Comment {
  id: number;
  body: string;
  user: { login: string } | null;
}

export interface PullRequest {
  number: number;
  state: "open" | "closed";
  head: { ref: string; sha: string; repo: { full_name: string; owner: { login: string } } | null };
  files: string[];
  comments: Comment[];
}

/** Stands in for GitHub's REST API on loopback: pull requests of one repository, their files and comments; refuses all else. */
export class GitHubStandIn {
  readonly token = "the job's own";
  /** What was written, such as `POST /issues/7/comments`. */
  readonly writes: string[] = [];
  private readonly server: Server;

  constructor(
    private readonly repository: string,
    private readonly pullRequests: PullRequest[],
  ) {
    this.server = createServer((request, response) => {
      void this.answer(request)
        .catch((error: Error) => [404, { message: error.message }] as const)
        .then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
    });
  }

  async start(): Promise<string> {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
  }

  private async answer(request: IncomingMessage): Promise<readonly [status: number, body: unknown]> {
    const { method = "", headers, url = "" } = request;
    if (headers.authorization !== `Bearer ${this.token}`) return [401, { message: "Bad credentials" }];
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const path = pathname.replace(`/repos/${this.repository}`, "");
    if (method !== "GET") this.writes.push(`${method} ${path}`);
    if (method === "GET") return [200, page(this.list(path, searchParams), searchParams)];
    const { body } = JSON.parse(await textOf(request)) as { body: string };
    if (body.length >= 65_536) return [422, { message: "Body is too long" }];
    if (method === "POST") {
      const { comments } = this.pullRequest(path, /^\/issues\/(\d+)\/comments$/);
      const made = { id: 1000 + comments.length, body, user: { login: "github-actions[bot]" } };
      comments.push(made);
      return [201, made];
    }
    const id = Number(/^\/issues\/comments\/(\d+)$/.exec(path)?.[1]);
    const comment = this.pullRequests.flatMap(({ comments }) => comments).find((each) => each.id === id);
    if (method !== "PATCH" || comment === undefined) throw new Error(`no ${method} ${path}`);
    return [200, Object.assign(comment, { body })];
  }

  private list(path: string, query: URLSearchParams): unknown[] {
    if (path === "/pulls")
      return this.pullRequests.filter(
        ({ state, head }) =>
          state === query.get("state") && `${head.repo?.owner.login}:${head.ref}` === query.get("head"),
      );
    if (path.startsWith("/pulls/"))
      return this.pullRequest(path, /^\/pulls\/(\d+)\/files$/)
        .files.slice(0, 3_000)
        .map((filename) => ({ filename }));
    return this.pullRequest(path, /^\/issues\/(\d+)\/comments$/).comments;
  }

  private pullRequest(path: string, pattern: RegExp): PullRequest {
    const number = Number(pattern.exec(path)?.[1]);
    const found = this.pullRequests.find((each) => each.number === number);
    if (found === undefined) throw new Error(`no ${path}`);
    return found;
  }
}

function page<T>(items: T[], query: URLSearchParams): T[] {
  const size = Number(query.get("per_page") ?? 30);
  const start = (Number(query.get("page") ?? 1) - 1) * size;
  return items.slice(start, start + size);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
