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

/** The address of the node that is the master. */
export async function master(address: string): Promise<string> {
  const state = await ask<{ master_node: string; nodes: Record<string, { transport_address: string }> }>(
    address,
    "/_cluster/state/master_node,nodes",
  );
  return state.nodes[state.master_node]!.transport_address.replace(/:\d+$/, "");
}

/** Those of the ids that the index does not have. */
export async function missing(address: string, index: string, ids: string[]): Promise<string[]> {
  const found = await Promise.all(
    Array.from({ length: Math.ceil(ids.length / 500) }, async (_, part) => {
      const body = { ids: ids.slice(part * 500, part * 500 + 500) };
      return ask<{ docs: { _id: string; found: boolean }[] }>(
        address,
        `/${index}/message/_mget?_source=false`,
        {
          method: "POST",
          body,
          seconds: 30,
        },
      );
    }),
  );
  return found.flatMap(({ docs }) => docs.filter((doc) => !doc.found).map(({ _id }) => _id));
}

/** Writes many documents at once; their ids. */
export async function fill(
  address: string,
  index: string,
  prefix: string,
  documents: number,
): Promise<string[]> {
  const ids = Array.from({ length: documents }, (_, i) => `${prefix}-${i}`);
  for (let first = 0; first < documents; first += 1000) {
    const lines = ids
      .slice(first, first + 1000)
      .flatMap((_id) => [
        JSON.stringify({ index: { _id } }),
        JSON.stringify({ text: `message ${_id} `.repeat(20) }),
      ]);
    const { errors } = await ask<{ errors: boolean }>(address, `/${index}/message/_bulk`, {
      method: "POST",
      body: `${lines.join("\n")}\n`,
      seconds: 60,
    });
    if (errors) throw new Error(`${index} refused documents`);
  }
  return ids;
}
