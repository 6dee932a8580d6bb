import type * as gcp from "@pulumi/gcp";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { list, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";

type Cluster = pulumi.Unwrap<gcp.container.ClusterArgs>;
type NodePool = pulumi.Unwrap<gcp.container.NodePoolArgs>;
type Binding = pulumi.Unwrap<kubernetes.types.input.rbac.v1.RoleBinding>;

/** No organization's own network is larger: a range with a shorter prefix, also half of the internet, is everybody. */
const shortestPrefix = 8;

/** Whom IAM means by everybody. */
const everybody = ["allUsers", "allAuthenticatedUsers"];

/** Whom Kubernetes means by everybody. */
const everySubject = ["system:anonymous", "system:unauthenticated", "system:authenticated"];

export const controlPlanePolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "the-control-plane-is-closed",
    description:
      "It is reached by its DNS name, with IAM, or from ranges that are named; nodes have no public address.",
    resource: ({ type, props }) => {
      if (type === "gcp:container/cluster:Cluster") return clusterProblems(props);
      const { networkConfig } = props as NodePool;
      return type === "gcp:container/nodePool:NodePool" && networkConfig?.enablePrivateNodes === false
        ? ["must have private nodes (networkConfig.enablePrivateNodes)"]
        : [];
    },
  },
  {
    name: "nothing-is-granted-to-everybody",
    description: "No role of Google Cloud or Kubernetes is given to whoever asks.",
    resource: ({ type, props }) => {
      const { member, members } = props;
      const given = [member, ...list(members as unknown[])];
      if (type.startsWith("gcp:") && given.some((who) => everybody.includes(who as string)))
        return [`must not be granted to ${everybody.join(" or ")}`];
      const isBinding = /^kubernetes:rbac\..*:(Cluster)?RoleBinding$/.test(type);
      return isBinding && list((props as Binding).subjects).some(({ name }) => everySubject.includes(name))
        ? [`must not be granted to ${everySubject.join(", ")}`]
        : [];
    },
  },
];

function clusterProblems(cluster: Cluster): string[] {
  const { dnsEndpointConfig: dns, ipEndpointsConfig: ip } = cluster.controlPlaneEndpointsConfig ?? {};
  const { cidrBlocks, gcpPublicCidrsAccessEnabled } = cluster.masterAuthorizedNetworksConfig ?? {};
  const { enablePrivateNodes, enablePrivateEndpoint } = cluster.privateClusterConfig ?? {};
  const ranges = list(cidrBlocks).map(({ cidrBlock }) => cidrBlock);
  const hasPublicEndpoint = ip?.enabled !== false && !enablePrivateEndpoint;
  const checks: [isProblem: boolean | undefined, problem: string][] = [
    [
      hasPublicEndpoint && ranges.length === 0,
      "must have its IP endpoint off, or the ranges that may reach it in masterAuthorizedNetworksConfig",
    ],
    [
      gcpPublicCidrsAccessEnabled,
      "must not be reachable from all of Google Cloud (gcpPublicCidrsAccessEnabled)",
    ],
    [!enablePrivateNodes, "must have private nodes (privateClusterConfig.enablePrivateNodes)"],
    [
      dns?.enableK8sCertsViaDns || dns?.enableK8sTokensViaDns,
      "must be reached by its DNS name with IAM only (enableK8sCertsViaDns, enableK8sTokensViaDns)",
    ],
    [
      cluster.masterAuth?.clientCertificateConfig?.issueClientCertificate,
      "must not issue a client certificate, which nobody can take back",
    ],
    [cluster.enableLegacyAbac, "must not have enableLegacyAbac, by which every account may do everything"],
  ];
  return [
    ...ranges.filter(isEverybody).map((range) => `must not be reachable from ${range}`),
    ...checks.filter(([isProblem]) => isProblem).map(([, problem]) => problem),
  ];
}

function isEverybody(range: string): boolean {
  const prefix = /\/(\d+)$/.exec(range)?.[1];
  return range !== unknown && prefix !== undefined && Number(prefix) < shortestPrefix;
}
