import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { covers, type NetworkPolicy } from "./network";
import { list, of, type PlanPolicy, type ResourcePolicy, type Planned } from "./plan";
import { allPods, type Pods, selectsAll } from "./pods";

type Peer = pulumi.Unwrap<kubernetes.types.input.networking.v1.NetworkPolicyPeer>;

/** Its HTTP and transport; it asks nobody who they are. */
const ports = [9200, 9300];

export const elasticsearchPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "elasticsearch-lets-in-whom-it-knows",
    description:
      "Network policies let only pods of its own namespace, or named ones of a named one, reach Elasticsearch.",
    plan: (resources) => {
      const elasticsearch = elasticsearchPods(resources);
      return resources
        .filter(of("kubernetes:networking.k8s.io/v1:NetworkPolicy"))
        .filter(({ props }) => elasticsearch.some((pods) => covers(props, pods)))
        .flatMap(({ urn, props }) => problems(props as NetworkPolicy).map((message) => ({ urn, message })));
    },
  },
  {
    name: "elasticsearch-is-behind-a-network-policy",
    description: "Pods that no network policy selects let in everybody.",
    plan: (resources) => {
      const networkPolicies = resources.filter(of("kubernetes:networking.k8s.io/v1:NetworkPolicy"));
      return elasticsearchPods(resources)
        .filter((pods) => !networkPolicies.some(({ props }) => closes(props, pods)))
        .map(({ urn }) => ({ urn, message: "must have a network policy for Ingress" }));
    },
  },
];

function elasticsearchPods(resources: Planned[]): Pods[] {
  return allPods(resources).filter(
    ({ labels, spec }) =>
      labels["app.kubernetes.io/name"] === "elasticsearch" ||
      spec.containers.some((container) =>
        list(container.ports).some(({ containerPort }) => ports.includes(containerPort)),
      ),
  );
}

/** True when a policy surely holds for all of the pods. */
function closes({ metadata, spec }: NetworkPolicy, pods: Pods): boolean {
  const { podSelector, policyTypes = ["Ingress"] } = spec ?? {};
  return policyTypes.includes("Ingress") && selectsAll(metadata?.namespace, podSelector, pods);
}

function problems({ spec }: NetworkPolicy): string[] {
  return list(spec?.ingress).flatMap(({ from }) => {
    const peers = list(from);
    return peers.length === 0
      ? ["must not let in everybody: a rule names nobody"]
      : peers.flatMap(peerProblems);
  });
}

function peerProblems({ ipBlock, namespaceSelector, podSelector }: Peer): string[] {
  if (ipBlock !== undefined) return [`must not let in addresses (${ipBlock.cidr})`];
  if (namespaceSelector === undefined) return [];
  const names = (selector: typeof podSelector) =>
    Object.keys(selector?.matchLabels ?? {}).length + list(selector?.matchExpressions).length > 0;
  return names(namespaceSelector) && names(podSelector)
    ? []
    : ["must name the namespace and the pods that it lets in from elsewhere"];
}
