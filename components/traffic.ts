import { doorPorts } from "./doorPod";
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
const door: Peer = {
  namespaceSelector: inNamespace("web"),
  podSelector: { matchLabels: selectorLabels("door", "proxy") },
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

export const loklakTraffic: Traffic = {
  ingress: [{ from: [door, collectors], ports: tcp(9000) }],
  egress: [{ to: [elasticsearch], ports: tcp(9200, 9300) }, { to: [internet] }],
};

export const doorTraffic: Traffic = {
  // Whoever asks the public address, also from inside, with whatever address.
  ingress: [{ ports: tcp(doorPorts.public) }],
  egress: [{ to: [loklak], ports: tcp(9000) }],
};
