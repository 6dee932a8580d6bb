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

/**
 * Where Google's load balancers, and what asks for the health of what is behind them, send from (Cloud Load Balancing's
 * documentation, "Firewall rules").
 */
export const googleProxyRanges = ["130.211.0.0/22", "35.191.0.0/16"];
const googleProxies: Peer[] = googleProxyRanges.map((cidr) => ({ ipBlock: { cidr } }));

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
  ingress: [
    // Whoever asks the public address, also from inside, with whatever address.
    { ports: tcp(doorPorts.public) },
    { from: googleProxies, ports: tcp(doorPorts.gateway, doorPorts.health) },
  ],
  egress: [{ to: [loklak], ports: tcp(9000) }],
};
