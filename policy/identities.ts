import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { list, type Planned, type PlanPolicy, type ResourcePolicy } from "./plan";

type Bucket = pulumi.Unwrap<gcp.storage.BucketArgs>;
type Grant = pulumi.Unwrap<gcp.projects.IAMMemberArgs>;
type TokenProvider = pulumi.Unwrap<gcp.iam.WorkloadIdentityPoolProviderArgs>;

const basicRoles = ["roles/owner", "roles/editor", "roles/viewer"];

/** With these a member of a project can give itself any other role. */
const grantingRoles = [
  "roles/resourcemanager.projectIamAdmin",
  "roles/iam.securityAdmin",
  "roles/iam.serviceAccountAdmin",
  "roles/iam.roleAdmin",
];

export const identityPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "buckets-are-closed-and-versioned",
    description:
      "What is in a bucket is nobody's but who is named, and what is written over can be had back.",
    resource: ({ type, props }) =>
      type === "gcp:storage/bucket:Bucket" ? bucketProblems(props as Bucket) : [],
  },
  {
    name: "roles-are-no-wider-than-needed",
    description: "No basic role is granted in a project, and none that grants roles without a limit.",
    resource: ({ type, props }) =>
      /^gcp:projects\/iAM(Member|Binding):/.test(type) ? grantProblems(props as Grant) : [],
  },
  {
    name: "tokens-are-of-one-repository",
    description:
      "A job of GitHub's gets in by the numbers of its repository and owner, and none as all of a pool.",
    resource: ({ type, props }) => [
      ...(type === "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
        ? tokenProblems(props as TokenProvider)
        : []),
      ...poolProblems(props),
    ],
  },
];

function bucketProblems(bucket: Bucket): string[] {
  return [
    ...(bucket.publicAccessPrevention === "enforced" ? [] : ["must have publicAccessPrevention: enforced"]),
    ...(bucket.uniformBucketLevelAccess ? [] : ["must have uniformBucketLevelAccess"]),
    ...(bucket.versioning?.enabled ? [] : ["must have versioning"]),
  ];
}

function grantProblems({ role, condition }: Grant): string[] {
  const isLimited = condition?.expression.includes("iam.googleapis.com/modifiedGrantsByRole");
  return [
    ...(basicRoles.includes(role) ? [`must not grant ${role}, which is everything in the project`] : []),
    ...(grantingRoles.includes(role) && !isLimited
      ? [`must limit what ${role} may grant, by a condition on modifiedGrantsByRole`]
      : []),
  ];
}

function tokenProblems({ oidc, attributeCondition = "" }: TokenProvider): string[] {
  if (oidc?.issuerUri !== "https://token.actions.githubusercontent.com") return [];
  const ids = /^assertion\.repository_id == "\d+" && assertion\.repository_owner_id == "\d+"/;
  return ids.test(attributeCondition) && !outsideOfParentheses(attributeCondition).includes("||")
    ? []
    : [
        'must have an attributeCondition that begins with assertion.repository_id == "…" && assertion.repository_owner_id == "…"',
      ];
}

/** An alternative inside of them narrows what stands before; one outside opens it. */
function outsideOfParentheses(expression: string): string {
  const outer = expression.replace(/\([^()]*\)/g, "");
  return outer === expression ? outer : outsideOfParentheses(outer);
}

function poolProblems({ member, members }: Planned["props"]): string[] {
  return [member, ...list(members as unknown[])].some((who) =>
    /\/workloadIdentityPools\/[^/]+\/\*$/.test(who as string),
  )
    ? ["must not be granted to all of a workload identity pool"]
    : [];
}
