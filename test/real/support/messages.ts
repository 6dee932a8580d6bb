import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ask } from "./elasticsearchClient";

/** Pushes messages to a loklak server; the ids that it acknowledged, all or an error. */
export async function push(url: string, prefix: string, messages: number): Promise<string[]> {
  const ids = Array.from({ length: messages }, (_, i) => `${prefix}-${i}`);
  for (let first = 0; first < messages; first += 100) {
    const statuses = ids.slice(first, first + 100).map((id_str) => ({
      id_str,
      created_at: new Date().toISOString(),
      screen_name: "tester",
      text: `message of ${prefix}`,
      user: { user_id: "1", screen_name: "tester", name: "Tester" },
    }));
    const response = await fetch(`${url}/api/push.json`, {
      method: "POST",
      body: new URLSearchParams({ data: JSON.stringify({ statuses }) }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`push: ${response.status} ${await response.text()}`);
  }
  return ids;
}

/** The number of messages that a loklak server finds. */
export async function search(url: string, query: string): Promise<number> {
  const parameters = new URLSearchParams({ q: query, source: "cache", count: "10" });
  const response = await fetch(`${url}/api/search.json?${String(parameters)}`, {
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok) throw new Error(`search: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { statuses: object[] }).statuses.length;
}

/** How many of the messages are in loklak's index. */
export async function indexed(address: string, ids: string[]): Promise<number> {
  await ask(address, "/messages/_refresh", { method: "POST" });
  const { hits } = await ask<{ hits: { total: number } }>(address, "/messages/_search", {
    method: "POST",
    body: { size: 0, query: { ids: { values: ids } } },
  });
  return hits.total;
}

/** The ids of the messages that a data folder's own dumps hold. */
export function dumped(data: string): string[] {
  const folder = join(data, "dump", "own");
  return readdirSync(folder).flatMap((name) => {
    const file = readFileSync(join(folder, name));
    const text = (name.endsWith(".gz") ? gunzipSync(file) : file).toString("utf8");
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return lines.map((line) => (JSON.parse(line) as { id_str: string }).id_str);
  });
}
