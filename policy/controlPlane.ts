import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { list, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";

type Cluster = pulumi.Unwrap<gcp.container.ClusterArgs>;

/** No organization's own network is larger: a range with a shorter prefix, also half of the internet, is everybody. */
const shortestPrefix = 8;

/** Whom IAM means by everybody. */
const everybody = ["allUsers", "allAuthenticatedUsers"];

export const controlPlanePolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "the-control-plane-is-closed",
    description:
      "It is reached by its DNS name, with IAM, or from ranges that are named; nodes have no public address.",
    resource: ({ type, props }) => (type === "gcp:container/cluster:Cluster" ? clusterProblems(props) : []),
  },
  {
    name: "nothing-is-granted-to-everybody",
    description: "No role of Google Cloud is given to whoever asks.",
    resource: ({ type, props: { member, members } }) =>
      type.startsWith("gcp:") &&
      [member, ...list(members as unknown[])].some((who) => everybody.includes(who as string))
        ? [`must not be granted to ${everybody.join(" or ")}`]
        : [],
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
