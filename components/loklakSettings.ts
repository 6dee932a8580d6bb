import { variable } from "../config/loklakSettings";

export interface LoklakSettingsArgs {
  /** Transport addresses of Elasticsearch, `<host>:<port>`; loklak resolves each host once, at start. */
  elasticsearch: string[];
  /** Whether messages are also written to data/dump. */
  writeDumps: boolean;
}

/** The environment of a loklak server. */
export function loklakSettings(args: LoklakSettingsArgs): Record<string, string> {
  return asEnvironment({
    "elasticsearch_transport.enabled": "true",
    "elasticsearch_transport.cluster.name": "loklakcluster",
    "elasticsearch_transport.addresses": args.elasticsearch.join(","),
    elasticsearch_requiredClusterHealthStatus: "YELLOW",
    // Read only when loklak makes its indices, at the first start; its own defaults are 8 shards and no copy.
    "elasticsearch.index.number_of_shards": "4",
    "elasticsearch.index.number_of_replicas": args.elasticsearch.length > 1 ? "1" : "0",
    "dump.write_enabled": String(args.writeDumps),
    // Other loklak servers to ask; one that cannot be reached makes status.json take a minute.
    backend: "",
    "backend.push.enabled": "false",
    // Searches of its own, at Twitter and for other servers.
    "retrieval.queries.enabled": "false",
    "retrieval.forbackend.enabled": "false",
    "retrieval.user.enabled": "false",
    autodeletion: "false",
    // Milliseconds until loklak looks for a newer version of itself, the most it can be told: the image does not change.
    upgradeInterval: "2147483647",
  });
}

/** The environment variables of these keys of loklak's conf/config.properties. */
export function asEnvironment(settings: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [variable(key), value]));
}
