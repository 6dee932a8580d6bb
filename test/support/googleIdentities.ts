import type { Properties } from "../../sandbox/provider/provider";
import { project, region, type Stored, type TestCloud } from "./googleCloud";
import { type } from "./googleTypes";

export const poolInputs: Properties = { workloadIdentityPoolId: "github-actions" };

export const providerInputs: Properties = {
  ...poolInputs,
  workloadIdentityPoolProviderId: "github",
  attributeCondition: `assertion.repository_id == "1"`,
  attributeMapping: { "google.subject": "assertion.sub" },
  oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};

export const bucketInputs: Properties = { name: "example-state", location: region };

/** What lets jobs from elsewhere in, as what they need, in the order in which they can be made. */
export async function makeIdentities(cloud: TestCloud, account: Stored): Promise<Stored[]> {
  const api = await cloud.create(type.service, { project, service: "sts.googleapis.com" });
  const bucket = await cloud.create(type.bucket, bucketInputs);
  const pool = await cloud.create(type.pool, poolInputs);
  const provider = await cloud.create(type.poolProvider, providerInputs);
  const role = await cloud.create(type.customRole, {
    roleId: "more",
    title: "More",
    permissions: ["storage.objects.get"],
  });
  const actor = await cloud.create(type.accountMember, {
    serviceAccountId: account.outputs.name!,
    role: "roles/iam.workloadIdentityUser",
    member: `principalSet://iam.googleapis.com/${pool.outputs.name as string}/attribute.identity/deployer`,
  });
  const reader = await cloud.create(type.bucketMember, {
    bucket: bucket.id,
    role: "roles/storage.objectViewer",
    member: account.outputs.member!,
  });
  return [api, bucket, pool, provider, role, actor, reader];
}
