import { BlockList, isIPv4 } from "node:net";
import type { KubeObject } from "../../sandbox/cluster/kubeClient";

type Labels = Record<string, string>;
interface Selector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}
interface Peer {
  namespaceSelector?: Selector;
  podSelector?: Selector;
  ipBlock?: { cidr: string; except?: string[] };
}
interface Rule {
  ports?: { protocol?: string; port?: number | string; endPort?: number }[];
  from?: Peer[];
  to?: Peer[];
}
/** As the API server has it, defaults filled in. */
export interface NetworkPolicy extends KubeObject {
  spec: { podSelector?: Selector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] };
}

/** Where packets come from or go to; without labels it is no pod. */
export interface Endpoint {
  address: string;
  namespace?: string;
  namespaceLabels?: Labels;
  labels?: Labels;
}

/**
 * Whether a connection is made, by what the Kubernetes documentation says of network policies: both ends must let it
 * through, and a pod that policies select lets through what one of them allows. A pod's own node always reaches it, whatever
 * they say. Names of ports and IPv6 are errors.
 */
export function isReachable(
  policies: NetworkPolicy[],
  from: Endpoint,
  to: Endpoint,
  port: number,
  protocol = "TCP",
): boolean {
  const lets = (own: Endpoint, type: "Ingress" | "Egress", other: Endpoint) => {
    const selecting = policies.filter((policy) => selects(policy, own, type));
    const rules = selecting.flatMap(({ spec }) => (type === "Ingress" ? spec.ingress : spec.egress) ?? []);
    return (
      selecting.length === 0 ||
      rules.some((rule) => {
        const peers = type === "Ingress" ? rule.from : rule.to;
        return (
          hasPort(rule, port, protocol) &&
          (!peers?.length || peers.some((peer) => isPeer(peer, other, own.namespace)))
        );
      })
    );
  };
  return lets(from, "Egress", to) && lets(to, "Ingress", from);
}

function selects({ metadata, spec }: NetworkPolicy, pod: Endpoint, type: string): boolean {
  return (
    pod.labels !== undefined &&
    pod.namespace === metadata.namespace &&
    matches(spec.podSelector ?? {}, pod.labels) &&
    (spec.policyTypes ?? []).includes(type)
  );
}

function hasPort({ ports }: Rule, port: number, protocol: string): boolean {
  if (!ports?.length) return true;
  return ports.some((allowed) => {
    if (typeof allowed.port === "string") throw new Error(`the named port ${allowed.port} is not known here`);
    const first = allowed.port ?? 0;
    const last = allowed.endPort ?? allowed.port ?? 65535;
    return (allowed.protocol ?? "TCP") === protocol && first <= port && port <= last;
  });
}

/** A selector of pods alone means those of the policy's own namespace. */
function isPeer({ ipBlock, namespaceSelector, podSelector }: Peer, other: Endpoint, own?: string): boolean {
  if (ipBlock !== undefined)
    return (
      within(ipBlock.cidr, other.address) && !ipBlock.except?.some((range) => within(range, other.address))
    );
  if (other.labels === undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? other.namespace === own
      : matches(namespaceSelector, other.namespaceLabels ?? {});
  return inNamespace && matches(podSelector ?? {}, other.labels);
}

function within(range: string, address: string): boolean {
  const [network = "", bits] = range.split("/");
  if (!isIPv4(network)) throw new Error(`${range} is no IPv4 range`);
  const list = new BlockList();
  list.addSubnet(network, Number(bits));
  return list.check(address);
}

function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === "In") return value !== undefined && values.includes(value);
      if (operator === "NotIn") return value === undefined || !values.includes(value);
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      throw new Error(`the operator ${operator} is not known here`);
    })
  );
}
