import { type ApiServer, kubeconfigText } from "../cluster/credentials";
import type { KubeClient } from "../cluster/kubeClient";
import { realPods } from "../cluster/nodes";
import { dnsAddress } from "./addresses";

/** Of the pods themselves: network policies see where a packet goes behind the service. */
const port = 53;
const labels = { "k8s-app": "kube-dns" };
const here = { name: "kube-dns", namespace: "kube-system" };

/** Names outside of the cluster are refused: no way leads out of the sandbox. */
const corefile = `.:${port} {
  errors
  ready :8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig /etc/coredns/kubeconfig
    ttl 5
  }
  cache 5
}
`;

/** The cluster's DNS, CoreDNS on every real node under the names that GKE gives its own. */
export async function applyDns(
  client: KubeClient,
  { image, apiServer }: { image: string; apiServer: ApiServer },
): Promise<void> {
  const tokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";
  const kubeconfig = kubeconfigText(apiServer, { tokenFile });

  const objects = [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: here },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "sandbox:kube-dns" },
      rules: [
        { apiGroups: [""], resources: ["services", "pods", "namespaces"], verbs: ["list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "sandbox:kube-dns" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "sandbox:kube-dns" },
      subjects: [{ kind: "ServiceAccount", ...here }],
    },
    { apiVersion: "v1", kind: "ConfigMap", metadata: here, data: { Corefile: corefile, kubeconfig } },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...here, labels },
      spec: {
        clusterIP: dnsAddress,
        selector: labels,
        // Every real node has its own.
        internalTrafficPolicy: "Local",
        ports: ["UDP", "TCP"].map((protocol) => ({
          name: `dns-${protocol.toLowerCase()}`,
          protocol,
          port: 53,
          targetPort: port,
        })),
      },
    },
    {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { ...here, labels },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: podSpec(image) } },
    },
  ];
  for (const object of objects) await client.apply(object, { fieldManager: "sandbox" });
}

function podSpec(image: string) {
  return {
    serviceAccountName: "kube-dns",
    priorityClassName: "system-node-critical",
    nodeSelector: realPods,
    tolerations: [{ operator: "Exists" }],
    // It does not run as root.
    securityContext: { sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: `${port}` }] },
    containers: [
      {
        name: "coredns",
        image,
        args: ["-conf", "/etc/coredns/Corefile"],
        ports: ["UDP", "TCP"].map((protocol) => ({ containerPort: port, protocol })),
        readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 1 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: true,
        },
        volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
      },
    ],
    volumes: [{ name: "config", configMap: { name: here.name } }],
  };
}
