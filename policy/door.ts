import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { covers, type NetworkPolicy } from "./network";
import { list, of, type Planned, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";
import { allPods } from "./pods";

type Service = pulumi.Unwrap<kubernetes.types.input.core.v1.Service>;

const name = "app.kubernetes.io/name";

export const doorPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "only-the-door-is-public",
    description:
      "Where loklak runs, what is reached from outside of the cluster leads to the door, and to nothing else.",
    plan: (resources) =>
      allPods(resources).some(({ labels }) => labels[name] === "loklak")
        ? resources.flatMap(({ urn, type, props }) =>
            publicProblems(type, props).map((message) => ({ urn, message })),
          )
        : [],
  },
  {
    name: "a-gateway-leads-to-the-door",
    description: "Where a Gateway sends requests to is the door, and nothing else.",
    plan: (resources) => {
      const services = resources.filter(of("kubernetes:core/v1:Service"));
      return resources
        .filter(({ type }) => /^kubernetes:gateway\.networking\.k8s\.io\/.*Route$/.test(type))
        .filter(({ props }) => !backendsOf(props).every((backend) => isDoor(backend, services)))
        .map(({ urn }) => ({ urn, message: "must name services alone that select the door" }));
    },
  },
  {
    name: "loklak-lets-in-whom-it-names",
    description:
      "Network policies let named pods alone reach loklak, which believes what a request says of its client.",
    plan: (resources) => {
      const loklak = allPods(resources).filter(({ labels }) => labels[name] === "loklak");
      return resources
        .filter(of("kubernetes:networking.k8s.io/v1:NetworkPolicy"))
        .filter(({ props }) => loklak.some((pods) => covers(props, pods)))
        .filter(({ props }) => !namesPods(props))
        .map(({ urn }) => ({ urn, message: "must name the pods that it lets in, by podSelector" }));
    },
  },
];

function publicProblems(type: string, props: Planned["props"]): string[] {
  if (/^kubernetes:(networking\.k8s\.io|extensions)\/.*:Ingress$/.test(type))
    return ["must not be: the door has an address already"];
  return type === "kubernetes:core/v1:Service" && isPublic(props) && !leadsToDoor(props)
    ? [`must select the door (${name}: door), or be of type ClusterIP without externalIPs`]
    : [];
}

interface Backend extends Filtered {
  group?: string;
  kind?: string;
  name: string;
  namespace?: string;
}

/** What a rule or one of its backends says besides: also where to a copy of each request is sent. */
interface Filtered {
  filters?: { requestMirror?: { backendRef: Backend } }[];
}

interface Route {
  metadata?: { namespace?: string };
  spec?: { rules?: (Filtered & { backendRefs?: Backend[] })[] };
}

/** By the defaults of the Gateway API: services, of the route's own namespace. */
function backendsOf({ metadata, spec }: Route) {
  const mirrors = ({ filters }: Filtered): Backend[] =>
    list(filters).flatMap(({ requestMirror }) => (requestMirror ? [requestMirror.backendRef] : []));
  return list(spec?.rules)
    .flatMap((rule) => [...mirrors(rule), ...list(rule.backendRefs).flatMap((to) => [to, ...mirrors(to)])])
    .map(({ group = "", kind = "Service", name, namespace = metadata?.namespace }) => ({
      isService: group === "" && kind === "Service",
      name,
      namespace,
    }));
}

function isDoor(backend: ReturnType<typeof backendsOf>[number], services: { props: Service }[]): boolean {
  const mayBe = (one: unknown, other: unknown) => [one, other].includes(unknown) || one === other;
  const named = services.filter(
    ({ props: { metadata } }) =>
      metadata?.name === backend.name && mayBe(metadata.namespace, backend.namespace),
  );
  return (
    backend.isService &&
    (backend.name === unknown || (named.length > 0 && named.every(({ props }) => leadsToDoor(props))))
  );
}

function isPublic({ spec }: Service): boolean {
  const { type = "ClusterIP", externalIPs } = spec ?? {};
  return type !== "ClusterIP" || list(externalIPs).length > 0;
}

function leadsToDoor({ spec }: Service): boolean {
  const selector: unknown = spec?.selector;
  return selector === unknown || (selector as Record<string, string> | undefined)?.[name] === "door";
}

function namesPods({ spec }: NetworkPolicy): boolean {
  return list(spec?.ingress).every(({ from }) => {
    const peers = list(from);
    return (
      peers.length > 0 &&
      peers.every(
        ({ podSelector: { matchLabels, matchExpressions } = {} }) =>
          [...Object.keys(matchLabels ?? {}), ...list(matchExpressions)].length > 0,
      )
    );
  });
}
