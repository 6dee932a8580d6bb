import { unknown } from "../../../policy/plan";
import { add, type Cases, type Edit, remove, set } from "./plans";

const cluster = "gcp:container/cluster:Cluster";
const service = "kubernetes:core/v1:Service";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const networkPolicyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const ranges = (...all: string[]) =>
  set(cluster, "cluster", "masterAuthorizedNetworksConfig", {
    cidrBlocks: all.map((cidrBlock) => ({ cidrBlock })),
  });
const publicEndpoint = set(cluster, "cluster", "privateClusterConfig", { enablePrivateNodes: true });
const ipEndpoint = set(cluster, "cluster", "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled", true);
const anyEndpoint = set(cluster, "cluster", "controlPlaneEndpointsConfig", undefined);
const networkPolicy = (...from: unknown[]) =>
  add(networkPolicyType, "elasticsearch", {
    metadata: { namespace: "elasticsearch" },
    spec: { podSelector: {}, ingress: [{ from }] },
  });
const loklakPods = { matchLabels: { "app.kubernetes.io/name": "loklak" } };

const leadsElsewhere =
  "must select the door (app.kubernetes.io/name: door), or be of type ClusterIP without externalIPs";
const elsewhere = "route must name services alone that select the door";
interface Backend {
  name: string;
  namespace?: string;
  group?: string;
  kind?: string;
  filters?: object[];
}
const ruled = (rule: object, namespace = "web") =>
  add("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute", "route", {
    metadata: { namespace },
    spec: { rules: [rule] },
  });
const route = (...backendRefs: Backend[]) => ruled({ backendRefs });
const door = { name: "loklak" };
const mirror = (name: string) => ({
  filters: [{ type: "RequestMirror", requestMirror: { backendRef: { name } } }],
});
const otherService = add(service, "other", {
  metadata: { name: "loklak", namespace: "elasticsearch" },
  spec: { selector: { "app.kubernetes.io/name": "elasticsearch" } },
});

export const accessCases: Cases = {
  "the-control-plane-is-closed": {
    pass: [
      [publicEndpoint, ipEndpoint, ranges("203.0.113.0/24", "2001:db8::/32")],
      [publicEndpoint, anyEndpoint, ranges("10.0.0.0/8")],
      [set(cluster, "cluster", "privateClusterConfig.enablePrivateEndpoint", true), ipEndpoint],
    ],
    fail: [
      ["cluster must not be reachable from 0.0.0.0/0", publicEndpoint, ipEndpoint, ranges("0.0.0.0/0")],
      ["cluster must not be reachable from 128.0.0.0/1", publicEndpoint, ipEndpoint, ranges("128.0.0.0/1")],
      [
        "cluster must not be reachable from ::/0",
        publicEndpoint,
        ipEndpoint,
        ranges("203.0.113.0/24", "::/0"),
      ],
      ...[ipEndpoint, anyEndpoint].map((edit): [string, ...Edit[]] => [
        "cluster must have its IP endpoint off, or the ranges that may reach it in masterAuthorizedNetworksConfig",
        publicEndpoint,
        edit,
      ]),
      [
        "cluster must not be reachable from all of Google Cloud (gcpPublicCidrsAccessEnabled)",
        set(cluster, "cluster", "masterAuthorizedNetworksConfig", { gcpPublicCidrsAccessEnabled: true }),
      ],
      [
        "cluster must have private nodes (privateClusterConfig.enablePrivateNodes)",
        set(cluster, "cluster", "privateClusterConfig", undefined),
      ],
      [
        "cluster must be reached by its DNS name with IAM only (enableK8sCertsViaDns, enableK8sTokensViaDns)",
        set(cluster, "cluster", "controlPlaneEndpointsConfig.dnsEndpointConfig.enableK8sTokensViaDns", true),
      ],
      [
        "cluster must not issue a client certificate, which nobody can take back",
        set(cluster, "cluster", "masterAuth.clientCertificateConfig.issueClientCertificate", true),
      ],
      [
        "cluster must not have enableLegacyAbac, by which every account may do everything",
        set(cluster, "cluster", "enableLegacyAbac", true),
      ],
      [
        "index must have private nodes (networkConfig.enablePrivateNodes)",
        set("gcp:container/nodePool:NodePool", "index", "networkConfig", { enablePrivateNodes: false }),
      ],
    ],
  },
  "nothing-is-granted-to-everybody": {
    pass: [[set("gcp:projects/iAMMember:IAMMember", "node", "member", unknown)]],
    fail: [
      [
        "node must not be granted to allUsers or allAuthenticatedUsers",
        set("gcp:projects/iAMMember:IAMMember", "node", "member", "allAuthenticatedUsers"),
      ],
      [
        "all must not be granted to allUsers or allAuthenticatedUsers",
        add("gcp:projects/iAMBinding:IAMBinding", "all", { members: ["user:me@example.com", "allUsers"] }),
      ],
      [
        "view must not be granted to system:anonymous, system:unauthenticated, system:authenticated",
        add("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "view", {
          subjects: [{ kind: "Group", name: "system:authenticated" }],
        }),
      ],
    ],
  },
  "only-the-door-is-public": {
    pass: [
      [set(service, "loklak", "spec.selector", unknown)],
      [set(service, "loklak", "spec.type", "NodePort")],
      [set(service, "elasticsearch", "spec.type", "ClusterIP")],
      // Another team's stack.
      [() => add(service, "other", { spec: { type: "NodePort", selector: {} } })([])],
    ],
    fail: [
      ...["NodePort", "LoadBalancer"].map((type): [string, ...Edit[]] => [
        `elasticsearch ${leadsElsewhere}`,
        set(service, "elasticsearch", "spec.type", type),
        set(service, "elasticsearch", "spec.loadBalancerIP", "192.0.2.1"),
      ]),
      [`dump-writer ${leadsElsewhere}`, set(service, "dump-writer", "spec.externalIPs", ["192.0.2.1"])],
      ...[
        undefined,
        {},
        { "app.kubernetes.io/name": "loklak" },
        { "app.kubernetes.io/component": "proxy" },
      ].map((selector): [string, Edit] => [
        `loklak ${leadsElsewhere}`,
        set(service, "loklak", "spec.selector", selector),
      ]),
      [
        "other must not be: the door has an address already",
        add("kubernetes:networking.k8s.io/v1:Ingress", "other", { metadata: { namespace: "web" } }),
      ],
    ],
  },
  "a-gateway-leads-to-the-door": {
    pass: [
      [route(door)],
      [route({ name: unknown })],
      [route()],
      [route({ ...door, group: "", kind: "Service", namespace: "web" })],
      [ruled({ backendRefs: [door] }, unknown)],
      [ruled({ backendRefs: [door] }, "elsewhere"), set(service, "loklak", "metadata.namespace", unknown)],
      [ruled({ backendRefs: [door], ...mirror("loklak") })],
      [otherService, route(door)],
    ],
    fail: [
      ...["loklak-api", "dump-writer", "nowhere"].map((name) => route({ name })),
      route({ ...door, namespace: "elasticsearch" }),
      ruled({ backendRefs: [door] }, "elasticsearch"),
      route({ ...door, kind: "Gateway" }),
      route({ ...door, group: "multicluster.x-k8s.io", kind: "ServiceImport" }),
      route({ name: unknown, kind: "ServiceImport" }),
      ruled({ backendRefs: [door], ...mirror("loklak-api") }),
      route({ ...door, ...mirror("loklak-api") }),
    ]
      .map((edit): [string, ...Edit[]] => [elsewhere, edit])
      .concat([[elsewhere, otherService, route({ ...door, namespace: "elasticsearch" })]]),
  },
  "loklak-lets-in-whom-it-names": {
    pass: [
      [remove(networkPolicyType, "loklak-api")],
      [set(networkPolicyType, "loklak-api", "spec.ingress", [{ from: [{ podSelector: loklakPods }] }])],
      [set(networkPolicyType, "door", "spec.ingress", [{}])],
    ],
    fail: [
      ...[
        [{}],
        [{ from: [] }],
        [{ from: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
        [{ from: [{ podSelector: loklakPods }, { namespaceSelector: {} }] }],
        [{ from: [{ podSelector: {} }] }],
      ].map((ingress): [string, Edit] => [
        "loklak-api must name the pods that it lets in, by podSelector",
        set(networkPolicyType, "loklak-api", "spec.ingress", ingress),
      ]),
      [
        "all must name the pods that it lets in, by podSelector",
        add(networkPolicyType, "all", {
          metadata: { namespace: "web" },
          spec: { podSelector: {}, ingress: [{ ports: [{ port: 9000 }] }] },
        }),
      ],
    ],
  },
  "elasticsearch-lets-in-whom-it-knows": {
    pass: [
      [networkPolicy({ podSelector: {} })],
      [networkPolicy({ namespaceSelector: { matchLabels: { name: "web" } }, podSelector: loklakPods })],
    ],
    fail: [
      ["elasticsearch must not let in everybody: a rule names nobody", networkPolicy()],
      [
        "elasticsearch must not let in addresses (0.0.0.0/0)",
        networkPolicy({ ipBlock: { cidr: "0.0.0.0/0" } }),
      ],
      ...[
        { namespaceSelector: {} },
        { namespaceSelector: {}, podSelector: loklakPods },
        { namespaceSelector: { matchLabels: { name: "web" } } },
      ].map((peer): [string, Edit] => [
        "elasticsearch must name the namespace and the pods that it lets in from elsewhere",
        networkPolicy(peer),
      ]),
    ],
  },
  "elasticsearch-is-behind-a-network-policy": {
    pass: [
      [remove(networkPolicyType, "elasticsearch")],
      [remove(networkPolicyType, "default-deny-elasticsearch")],
    ],
    fail: [
      [
        "elasticsearch must have a network policy for Ingress",
        remove(networkPolicyType, "elasticsearch"),
        remove(networkPolicyType, "default-deny-elasticsearch"),
      ],
      [
        "elasticsearch must have a network policy for Ingress",
        remove(networkPolicyType, "elasticsearch"),
        set(networkPolicyType, "default-deny-elasticsearch", "spec.policyTypes", ["Egress"]),
      ],
      [
        "elasticsearch must have a network policy for Ingress",
        set(statefulSet, "elasticsearch", "spec.template.spec.containers.0.ports", undefined),
        remove(networkPolicyType, "elasticsearch"),
        remove(networkPolicyType, "default-deny-elasticsearch"),
      ],
    ],
  },
};
