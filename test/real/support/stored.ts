import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ask } from "./elasticsearchClient";

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
