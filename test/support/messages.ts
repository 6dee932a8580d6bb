const patience = 30_000;

/** Of every request: the next one may reach another server. */
const headers = { connection: "close" };

/** Pushes messages to a loklak server; the ids that it acknowledged, all or an error. */
export async function push(url: string, prefix: string, messages: number): Promise<string[]> {
  const ids = Array.from({ length: messages }, (_, i) => `${prefix}-${i}`);
  for (let first = 0; first < messages; first += 100)
    await pushIds(url, ids.slice(first, first + 100), `message of ${prefix}`);
  return ids;
}

/** Pushes messages with these ids and one text in one request; an answer that does not count all of them is an error. */
export async function pushIds(
  url: string,
  ids: string[],
  text: string,
  milliseconds = patience,
): Promise<void> {
  const response = await fetch(`${url}/api/push.json`, {
    method: "POST",
    headers,
    body: pushBody(ids, text),
    signal: AbortSignal.timeout(milliseconds),
  });
  if (!response.ok) throw new Error(`push: ${response.status} ${await response.text()}`);
  const { records } = (await response.json()) as { records?: number };
  if (records !== ids.length) throw new Error(`push: ${records} of ${ids.length} messages were acknowledged`);
}

/** The form in which a push carries messages with these ids and one text. */
export function pushBody(ids: string[], text: string): URLSearchParams {
  const statuses = ids.map((id_str) => ({
    id_str,
    created_at: new Date().toISOString(),
    screen_name: "tester",
    text,
    user: { user_id: "1", screen_name: "tester", name: "Tester" },
  }));
  return new URLSearchParams({ data: JSON.stringify({ statuses }) });
}

/** The number of messages that a loklak server finds. */
export async function search(url: string, query: string, milliseconds = patience): Promise<number> {
  const parameters = new URLSearchParams({ q: query, source: "cache", count: "10" });
  const response = await fetch(`${url}/api/search.json?${String(parameters)}`, {
    headers,
    signal: AbortSignal.timeout(milliseconds),
  });
  if (!response.ok) throw new Error(`search: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { statuses: object[] }).statuses.length;
}

/** What a server's status says of its index; undefined when it does not reach it. */
export async function indexSize(url: string, milliseconds = patience): Promise<number | undefined> {
  const response = await fetch(`${url}/api/status.json`, {
    headers,
    signal: AbortSignal.timeout(milliseconds),
  });
  if (!response.ok) throw new Error(`status: ${response.status} ${await response.text()}`);
  const { index } = (await response.json()) as { index?: { messages?: { size_local?: number } } };
  return index?.messages?.size_local;
}
