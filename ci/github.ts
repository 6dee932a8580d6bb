import { z } from "zod";

/** GitHub's REST API for one repository. */
export class GitHub {
  constructor(
    /** As `https://api.github.com`. */
    private readonly api: string,
    /** As `owner/name`. */
    private readonly repository: string,
    private readonly token: string,
  ) {}

  /** All of a list, page by page. */
  async list<T>(path: string, query: Record<string, string>, item: z.ZodType<T>): Promise<T[]> {
    const found: T[] = [];
    for (let page = 1; ; page++) {
      const search = new URLSearchParams({ ...query, per_page: `${pageSize}`, page: `${page}` });
      const items = z.array(item).parse(await this.request("GET", `${path}?${search.toString()}`));
      found.push(...items);
      if (items.length < pageSize) return found;
    }
  }

  /** @throws an error with GitHub's own message when it refuses. */
  async request(method: "GET" | "POST" | "PATCH", path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.api}/repos/${this.repository}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${this.token}`,
        "x-github-api-version": "2022-11-28",
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`GitHub answers ${method} ${path} with ${response.status}: ${text}`);
    return JSON.parse(text) as unknown;
  }
}

const pageSize = 100;
