import { unknown } from "../../../policy/plan";
import { add, type Cases, set } from "./plans";

const bucketType = "gcp:storage/bucket:Bucket";
const grantType = "gcp:projects/iAMMember:IAMMember";
const bucket = (props: object) =>
  add(
    bucketType,
    "state",
    {
      publicAccessPrevention: "enforced",
      uniformBucketLevelAccess: true,
      versioning: { enabled: true },
      ...props,
    },
    { protect: true },
  );
const grant = (role: string, expression?: string) =>
  add(grantType, "ci", { role, member: unknown, condition: expression && { title: "limited", expression } });
const provider = (attributeCondition?: string) =>
  add("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", "github", {
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    attributeCondition,
  });
const ours = `assertion.repository_id == "7" && assertion.repository_owner_id == "3"`;
const iamAdmin = "roles/resourcemanager.projectIamAdmin";
const asks =
  'github must have an attributeCondition that begins with assertion.repository_id == "…" && assertion.repository_owner_id == "…"';

export const identityCases: Cases = {
  "buckets-are-closed-and-versioned": {
    pass: [[bucket({})]],
    fail: [
      ["state must have publicAccessPrevention: enforced", bucket({ publicAccessPrevention: "inherited" })],
      ["state must have uniformBucketLevelAccess", bucket({ uniformBucketLevelAccess: false })],
      ["state must have versioning", bucket({ versioning: { enabled: false } })],
    ],
  },
  "roles-are-no-wider-than-needed": {
    pass: [
      [grant("roles/compute.viewer")],
      [
        grant(
          iamAdmin,
          `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/compute.viewer"])`,
        ),
      ],
    ],
    fail: [
      ...["roles/owner", "roles/editor", "roles/viewer"].map((role): [string, ReturnType<typeof grant>] => [
        `ci must not grant ${role}, which is everything in the project`,
        grant(role),
      ]),
      [
        "node must not grant roles/editor, which is everything in the project",
        set(grantType, "node", "role", "roles/editor"),
      ],
      [`ci must limit what ${iamAdmin} may grant, by a condition on modifiedGrantsByRole`, grant(iamAdmin)],
      [
        `ci must limit what ${iamAdmin} may grant, by a condition on modifiedGrantsByRole`,
        grant(iamAdmin, `request.time < timestamp("2030-01-01T00:00:00Z")`),
      ],
    ],
  },
  "tokens-are-of-one-repository": {
    pass: [
      [provider(ours)],
      [provider(`${ours} && (assertion.event_name == "push" || assertion.event_name == "schedule")`)],
    ],
    fail: [
      [asks, provider()],
      [asks, provider(`assertion.repository == "example/loklak"`)],
      [asks, provider(`assertion.repository_owner_id == "3"`)],
      [asks, provider(`${ours} || assertion.event_name == "push"`)],
      [
        "ci must not be granted to all of a workload identity pool",
        add("gcp:serviceaccount/iAMMember:IAMMember", "ci", {
          member:
            "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/github/*",
        }),
      ],
    ],
  },
};
