import { selectorLabels } from "./kit/labels";
import { inNamespace, internet, Peer, tcp, Traffic } from "./kit/traffic";

const elasticsearch: Peer = {
  namespaceSelector: inNamespace("elasticsearch"),
  podSelector: { matchLabels: selectorLabels("elasticsearch", "index") },
};
const loklak: Peer = {
  namespaceSelector: inNamespace("web"),
  podSelector: { matchLabels: { "app.kubernetes.io/name": "loklak" } },
};
/** Of any namespace. */
const collectors: Peer = {
  namespaceSelector: {},
  podSelector: { matchLabels: { "loklak.org/collector": "true" } },
};

export const elasticsearchTraffic: Traffic = {
  ingress: [
    { from: [elasticsearch], ports: tcp(9300) },
    { from: [loklak], ports: tcp(9200, 9300) },
  ],
  egress: [{ to: [elasticsearch], ports: tcp(9300) }],
};

const loklakEgress: Traffic["egress"] = [{ to: [elasticsearch], ports: tcp(9200, 9300) }, { to: [internet] }];

export const apiTraffic: Traffic = {
  // Whoever asks the public address, also from inside, with whatever address.
  ingress: [{ ports: tcp(9000) }],
  egress: loklakEgress,
};

export const dumpWriterTraffic: Traffic = {
  ingress: [{ from: [collectors], ports: tcp(9000) }],
  egress: loklakEgress,
};
