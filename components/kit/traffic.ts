import * as kubernetes from "@pulumi/kubernetes";
import { specialRanges } from "../../config/specialRanges";

export type Peer = kubernetes.types.input.networking.v1.NetworkPolicyPeer;
export type Port = kubernetes.types.input.networking.v1.NetworkPolicyPort;

/** What pods may be asked by, and what they may ask besides DNS; everything else is refused, but what comes from their own node. */
export interface Traffic {
  ingress: kubernetes.types.input.networking.v1.NetworkPolicyIngressRule[];
  egress: kubernetes.types.input.networking.v1.NetworkPolicyEgressRule[];
}

export const inNamespace = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
export const tcp = (...ports: number[]): Port[] => ports.map((port) => ({ protocol: "TCP", port }));
/** Every address that is nobody's own. */
export const internet: Peer = { ipBlock: { cidr: "0.0.0.0/0", except: specialRanges } };

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
