import type * as gcp from "@pulumi/gcp";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { type Planned, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";
import { allPods, podsOf, type Spec } from "./pods";

type ServiceAccount = pulumi.Unwrap<kubernetes.types.input.core.v1.ServiceAccount>;
type NodeConfig = NonNullable<pulumi.Unwrap<gcp.container.NodePoolArgs>["nodeConfig"]>;

const nodeTypes = ["gcp:container/cluster:Cluster", "gcp:container/nodePool:NodePool"];

export const accountPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "pods-have-their-own-account",
    description:
      "No pod runs as the namespace's default account, and none has a token that opens the API server.",
    resource: (resource) => [...podProblems(podsOf(resource)?.spec), ...tokenProblems(resource)],
  },
  {
    name: "accounts-are-not-shared",
    description: "What one workload's account is allowed, no other gets with it.",
    plan: (resources) => {
      const all = allPods(resources).filter(
        ({ spec }) => spec.serviceAccountName !== undefined && spec.serviceAccountName !== unknown,
      );
      return all
        .filter((pods, i) =>
          all.some(
            (other, j) =>
              i !== j &&
              other.namespace === pods.namespace &&
              other.spec.serviceAccountName === pods.spec.serviceAccountName,
          ),
        )
        .map(({ urn, spec }) => ({ urn, message: `must not share the account ${spec.serviceAccountName}` }));
    },
  },
  {
    name: "nodes-have-their-own-account",
    description:
      "No node runs as Compute Engine's default account, an editor of the project, and none gives its own to pods.",
    resource: ({ type, props }) =>
      nodeTypes.includes(type) ? nodeProblems(type, props.nodeConfig as NodeConfig) : [],
  },
];

function podProblems(spec: Spec | undefined): string[] {
  if (spec === undefined) return [];
  const { serviceAccountName = "default", automountServiceAccountToken } = spec;
  return [
    ...(serviceAccountName === "default" ? ["must have a service account of its own"] : []),
    ...(automountServiceAccountToken === false ? [] : ["must have automountServiceAccountToken: false"]),
  ];
}

function tokenProblems({ type, props }: Planned): string[] {
  const { automountServiceAccountToken } = props as ServiceAccount;
  return type === "kubernetes:core/v1:ServiceAccount" && automountServiceAccountToken !== false
    ? ["must have automountServiceAccountToken: false"]
    : [];
}

function nodeProblems(type: string, config: NodeConfig | undefined): string[] {
  const { serviceAccount = "default", workloadMetadataConfig: metadata } = config ?? {};
  const isDefault =
    serviceAccount === "default" || serviceAccount.endsWith("-compute@developer.gserviceaccount.com");
  const isPool = type === "gcp:container/nodePool:NodePool";
  return [
    ...(isDefault ? ["must have a service account of its own as nodeConfig.serviceAccount"] : []),
    ...(isPool && metadata?.mode !== "GKE_METADATA"
      ? ["must keep the node's account from pods (workloadMetadataConfig.mode: GKE_METADATA)"]
      : []),
  ];
}
