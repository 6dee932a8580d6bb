import { isReady, type Pod } from "../../support/objects";
import type { PodsSandbox } from "./podsSandbox";

const namespace = "elasticsearch";

/** Elasticsearch, asked from inside one of its pods. */
export class SearchIndex {
  constructor(private readonly sandbox: PodsSandbox) {}

  async ask<T>(path: string, { method = "GET", body }: { method?: string; body?: object } = {}): Promise<T> {
    const data = body === undefined ? [] : ["--data", JSON.stringify(body)];
    const command = ["curl", "-sS", "-m", "30", "-X", method, ...data, `http://127.0.0.1:9200${path}`];
    const { items } = await this.sandbox.client.list<Pod>("v1", "Pod", { namespace });
    const pod = items.find(isReady)?.metadata.name;
    if (pod === undefined) throw new Error("no pod of Elasticsearch is ready");
    return JSON.parse(await this.sandbox.exec(namespace, pod, command)) as T;
  }

  /**
   * Those of the messages that are in none of its indices. loklak writes each into four, but stops at one that was
   * written before a node went and repeated after that.
   */
  async missing(ids: string[]): Promise<string[]> {
    await this.ask("/messages*/_refresh", { method: "POST" });
    const lacking = new Set(ids);
    for (let first = 0; first < ids.length; first += 1000) {
      const values = ids.slice(first, first + 1000);
      const { hits } = await this.ask<{ hits: { hits: { _id: string }[] } }>("/messages*/_search", {
        method: "POST",
        body: { size: 4 * values.length, fields: [], query: { ids: { values } } },
      });
      for (const { _id } of hits.hits) lacking.delete(_id);
    }
    return [...lacking];
  }

  /** Stays the same for as long as the data does. */
  async uuid(): Promise<string> {
    const path = "/_cluster/state/metadata?filter_path=metadata.cluster_uuid";
    return (await this.ask<{ metadata: { cluster_uuid: string } }>(path)).metadata.cluster_uuid;
  }

  async health(): Promise<{ status: string; number_of_nodes: number }> {
    return this.ask("/_cluster/health?timeout=1s&master_timeout=1s");
  }
}
