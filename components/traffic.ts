import * as kubernetes from "@pulumi/kubernetes";
import { selectorLabels } from "./labels";
import { specialRanges } from "../config/specialRanges";

type Peer = kubernetes.types.input.networking.v1.NetworkPolicyPeer;
type Port = kubernetes.types.input.networking.v1.NetworkPolicyPort;

/** What pods may be asked by, and what they may ask besides DNS; everything else is refused, but what comes from their own node. */
export interface Traffic {
  ingress: kubernetes.types.input.networking.v1.NetworkPolicyIngressRule[];
  egress: kubernetes.types.input.networking.v1.NetworkPolicyEgressRule[];
}

const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const tcp = (...ports: number[]): Port[] => ports.map((port) => ({ protocol: "TCP", port }));

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
const internet: Peer = { ipBlock: { cidr: "0.0.0.0/0", except: specialRanges } };

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

/** GKE's cache on each node answers in kube-dns's place, and Dataplane V2 asks whether that one may be reached. */
export const dns: Traffic["egress"][number] = {
  to: [
    {
      namespaceSelector: inNamespace("kube-system"),
      podSelector: {
        matchExpressions: [{ key: "k8s-app", operator: "In", values: ["kube-dns", "node-local-dns"] }],
      },
    },
  ],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};
