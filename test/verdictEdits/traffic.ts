import { text } from "./change";
import type { Edit } from "./edit";

const traffic = "components/traffic.ts";
const namespace = "components/kit/namespace.ts";

/** Who reaches what in the cluster. */
export const trafficEdits: Edit[] = [
  {
    name: "no network policy that denies by default",
    stack: "dev",
    changes: [
      text(
        namespace,
        "    new kubernetes.networking.v1.NetworkPolicy(\n",
        "    const _never = () => new kubernetes.networking.v1.NetworkPolicy(\n",
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["default-deny-web", "default-deny-elasticsearch"],
    because: "pods that no policy selects reach and are reached by everybody (Kubernetes, Network Policies)",
  },
  {
    name: "no network policies of pods",
    stack: "prod",
    changes: [
      text(
        "components/kit/podGroup.ts",
        "const policy = new kubernetes.networking.v1.NetworkPolicy(",
        "const policy = account; const _never = () => new kubernetes.networking.v1.NetworkPolicy(",
      ),
    ],
    severity: "look",
    found: { access: "look" },
    may: ["availability"],
    names: ["elasticsearch", "door", "loklak-api", "dump-writer"],
    because: "a NetworkPolicy that is deleted allows nothing any more, and denies nothing any more",
  },
  {
    name: "everything may leave",
    stack: "dev",
    changes: [
      text(
        namespace,
        'spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] }',
        'spec: { podSelector: {}, policyTypes: ["Ingress"] }',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["default-deny-web"],
    because: "without `Egress` among the types nothing is denied on the way out",
  },
  {
    name: "whoever asks Elasticsearch",
    stack: "dev",
    changes: [text(traffic, "{ from: [loklak], ports: tcp(9200, 9300) }", "{ ports: tcp(9200, 9300) }")],
    severity: "look",
    found: { access: "look" },
    names: ["elasticsearch"],
    refused: "by policies",
    because: "an ingress rule without `from` is for everybody; the policy pack keeps Elasticsearch closed",
  },
  {
    name: "a door that reaches the internet",
    stack: "prod",
    changes: [
      text(
        traffic,
        "egress: [{ to: [loklak], ports: tcp(9000) }]",
        "egress: [{ to: [loklak], ports: tcp(9000) }, { to: [internet] }]",
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["door"],
    because: "an egress rule more",
    soak: true,
  },
  {
    name: "fewer who reach loklak",
    stack: "dev",
    changes: [text(traffic, "from: [door, collectors], ports: tcp(9000)", "from: [door], ports: tcp(9000)")],
    severity: "look",
    found: { access: "look" },
    may: ["availability"],
    names: ["loklak-api", "dump-writer"],
    because: "collectors are shut out",
    soak: true,
  },
  {
    name: "a lower level of Pod Security",
    stack: "dev",
    changes: [
      text(
        namespace,
        '"pod-security.kubernetes.io/enforce": "restricted"',
        '"pod-security.kubernetes.io/enforce": "privileged"',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["web", "elasticsearch"],
    because: "this label of a namespace is what says which pods the API server lets in",
  },
  {
    name: "a label of a namespace",
    stack: "prod",
    changes: [
      text(
        namespace,
        "          labels: {\n",
        '          labels: {\n            "example.org/team": "search",\n',
      ),
    ],
    severity: "nothing",
    because: "a label that nothing reads",
  },
  {
    name: "tokens in pods",
    stack: "dev",
    changes: [
      text(
        "components/kit/podGroup.ts",
        "automountServiceAccountToken: false",
        "automountServiceAccountToken: true",
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["door"],
    because: "ServiceAccount.automountServiceAccountToken: pods get a token of the API server's",
    soak: true,
  },
  {
    name: "loklak at an address of the internet",
    stack: "dev",
    changes: [
      text(
        "components/kit/services.ts",
        "        spec: {\n          clusterIP,\n",
        '        spec: {\n          type: clusterIP === undefined ? "LoadBalancer" : "ClusterIP",\n          clusterIP,\n',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    may: ["address", "availability"],
    names: ["loklak-api", "dump-writer"],
    refused: "by policies",
    because: "Service.spec.type LoadBalancer opens it to everybody; the policy pack forbids it",
  },
  {
    name: "Elasticsearch at a port of every node",
    stack: "prod",
    changes: [
      text(
        "components/elasticsearchServices.ts",
        "service(args.name, { selector,",
        'service(args.name, { type: "NodePort", selector,',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    may: ["availability"],
    names: ["elasticsearch"],
    refused: "by policies",
    because:
      "Service.spec.type NodePort opens a port of every node; the policy pack keeps Elasticsearch closed",
  },
  {
    name: "a container that may become more than it is",
    stack: "dev",
    changes: [
      text(
        "components/kit/restricted.ts",
        "allowPrivilegeEscalation: false",
        "allowPrivilegeEscalation: true",
      ),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["access"],
    names: ["door", "elasticsearch", "loklak-api", "dump-writer"],
    because: "a change of a pod template renews its pods; Pod Security lets none of them in",
    soak: true,
  },
];
