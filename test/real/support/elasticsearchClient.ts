/** What /_cluster/health says, as far as it is looked at. */
export interface Health {
  status: "green" | "yellow" | "red";
  number_of_nodes: number;
}

/** An answer of Elasticsearch that is not a success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    body: string,
  ) {
    super(`${status}: ${body.slice(0, 300)}`);
  }
}

/** Asks one node by HTTP; throws Refused, or the connection's error. */
export async function ask<T = unknown>(
  address: string,
  path: string,
  { method = "GET", body, seconds = 5 }: { method?: string; body?: object | string; seconds?: number } = {},
): Promise<T> {
  const response = await fetch(`http://${address}:9200${path}`, {
    method,
    body: typeof body === "object" ? JSON.stringify(body) : body,
    signal: AbortSignal.timeout(seconds * 1000),
  });
  const text = await response.text();
  if (!response.ok) throw new Refused(response.status, text);
  return JSON.parse(text) as T;
}

/** The number of documents that a search finds. */
export async function count(address: string, index: string): Promise<number> {
  await ask(address, `/${index}/_refresh`, { method: "POST" });
  return (await ask<{ count: number }>(address, `/${index}/_count`)).count;
}

/** Waits until the cluster is green with this many nodes. */
export async function green(address: string, nodes: number, seconds = 60): Promise<Health> {
  const path = `/_cluster/health?wait_for_status=green&wait_for_nodes=${nodes}&timeout=${seconds}s`;
  return ask<Health>(address, path, { seconds: seconds + 5 });
}
