import { yaml } from "./kit/yaml";

/** The last release that loklak's client, of 2.4.0, can speak to. */
export const elasticsearchVersion = "2.4.6";

/** Where the image keeps Elasticsearch, outside of the system's folders; `data`, `logs` and `config` below it are for the pod to mount. */
export const elasticsearchHome = "/elasticsearch";

export interface ElasticsearchConfigArgs {
  /** Master-eligible data nodes of the cluster. */
  nodes: number;
  /** A name that resolves to every node, ready or not; a node ends at once when it does not resolve. */
  discoveryHost: string;
}

/**
 * elasticsearch.yml of every node; Elasticsearch fills in the variables. Elasticsearch 2 ignores a key it
 * does not know without a word.
 */
export function elasticsearchConfig({ nodes, discoveryHost }: ElasticsearchConfigArgs): string {
  const majority = Math.floor(nodes / 2) + 1;
  return yaml({
    "cluster.name": "loklakcluster",
    "node.name": "${HOSTNAME}",
    "network.bind_host": "0.0.0.0",
    "network.publish_host": "${POD_IP}",
    // Without it: a folder below config/, which a pod mounts read-only.
    "path.scripts": `${elasticsearchHome}/scripts`,
    ...(nodes > 1 && {
      "discovery.zen.ping.unicast.hosts": [discoveryHost],
      // A lost machine answers nothing, and until three pings in a row have failed every search waits for it: 15 s, not 90.
      "discovery.zen.fd.ping_timeout": "5s",
    }),
    "discovery.zen.minimum_master_nodes": majority,
    "gateway.recover_after_nodes": majority,
    "gateway.expected_nodes": nodes,
    "gateway.recover_after_time": "1m",
    // Where no copy of a shard is active, Elasticsearch 2 takes the first one it finds, even one that lacks
    // acknowledged writes; so it waits for all of them, and takes the newest.
    "gateway.initial_shards": "full",
    // loklak makes its indices itself, with its own settings; one made by accident would hide a failure.
    "action.auto_create_index": false,
    "action.destructive_requires_name": true,
    // Files are read, not mapped, so that no node needs a raised vm.max_map_count.
    "index.store.type": "niofs",
    "index.translog.durability": "request",
    "script.inline": false,
    "script.indexed": false,
    "script.file": false,
  });
}

/** logging.yml of every node: all to standard output. */
export function elasticsearchLogging(): string {
  return yaml({
    "es.logger.level": "INFO",
    rootLogger: "${es.logger.level}, console",
    appender: {
      console: {
        type: "console",
        layout: { type: "consolePattern", conversionPattern: "[%d{ISO8601}][%-5p][%-25c] %m%n" },
      },
    },
  });
}
