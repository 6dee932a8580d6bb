import assert, { rejects } from "node:assert/strict";
import type { Properties } from "../sandbox/provider/provider";
import { project, TestCloud } from "./support/googleCloud";
import {
  bucketInputs as bucket,
  poolInputs as pool,
  providerInputs as provider,
} from "./support/googleIdentities";
import { itRefuses } from "./support/googleRefusals";
import { type } from "./support/googleTypes";

const rule = (action: Properties, condition: Properties): Properties => ({
  ...bucket,
  lifecycleRules: [{ action, condition }],
});

describe("Google stand-in: rules of buckets, APIs and identities", () => {
  itRefuses([
    ...["Example", "ab", "-state", "goog-state", "my-google-state", "example.com", "a".repeat(64)].map(
      (name): [string, string, Properties, RegExp] => [
        `the bucket ${name}`,
        type.bucket,
        { ...bucket, name },
        /^name: ".*" is not 3 to 63 lowercase letters/,
      ],
    ),
    [
      "a bucket nowhere",
      type.bucket,
      { ...bucket, location: "nowhere" },
      /^location: there is no region "nowhere"/,
    ],
    [
      "a bucket in a key's place",
      type.bucket,
      { ...bucket, location: "global" },
      /^location: there is no region "global"/,
    ],
    [
      "soft deletion for a day",
      type.bucket,
      { ...bucket, softDeletePolicy: { retentionDurationSeconds: 86400 } },
      /^softDeletePolicy\.retentionDurationSeconds: 86400 is not allowed; allowed: 604800 to 7776000/,
    ],
    [
      "a rule that moves to no class",
      type.bucket,
      rule({ type: "SetStorageClass" }, { age: 1 }),
      /^lifecycleRules\[0\]\.action\.storageClass: allowed with the type SetStorageClass alone, which needs it/,
    ],
    [
      "a rule that deletes everything",
      type.bucket,
      rule({ type: "Delete" }, {}),
      /^lifecycleRules\[0\]\.condition: must have at least one condition/,
    ],
    [
      "an API without a domain",
      type.service,
      { service: "compute" },
      /^service: "compute" is not a domain like/,
    ],
    ...["gcp-github", "abc", "GitHub", "a".repeat(33)].map((id): [string, string, Properties, RegExp] => [
      `the pool ${id}`,
      type.pool,
      { workloadIdentityPoolId: id },
      /^workloadIdentityPoolId: ".*" is not 4 to 32 lowercase letters, digits and hyphens, not beginning with gcp-/,
    ]),
    [
      "a provider of two kinds",
      type.poolProvider,
      { ...provider, aws: { accountId: "1" } },
      /^oidc: exactly one is allowed of aws, oidc, saml, x509/,
    ],
    [
      "a provider without a subject",
      type.poolProvider,
      { ...provider, attributeMapping: { "attribute.repository": "assertion.repository" } },
      /^attributeMapping: must map google\.subject/,
    ],
    [
      "an attribute that Google does not know",
      type.poolProvider,
      {
        ...provider,
        attributeMapping: { "google.subject": "assertion.sub", repository: "assertion.repository" },
      },
      /^attributeMapping\["repository"\]: is not google\.subject/,
    ],
    [
      "a condition that is no expression",
      type.poolProvider,
      { ...provider, attributeCondition: `assertion.repository_id = "1"` },
      /^attributeCondition: is no expression of CEL/,
    ],
    [
      "an issuer without TLS",
      type.poolProvider,
      { ...provider, oidc: { issuerUri: "http://x" } },
      /^oidc\.issuerUri: /,
    ],
    [
      "a role with a hyphen, of a permission that is none",
      type.customRole,
      { roleId: "a-role", title: "A role", permissions: ["get"] },
      /^roleId: "a-role" is not 3 to 64 letters/,
      /^permissions: "get" is not a permission/,
    ],
    [
      "a grant of an account by its email",
      type.accountMember,
      {
        serviceAccountId: "ci@p.iam.gserviceaccount.com",
        role: "roles/iam.workloadIdentityUser",
        member: "user:a@b",
      },
      /^serviceAccountId: ".*" is not projects\/<project>\/serviceAccounts\/<email>/,
    ],
  ]);

  it("refuses a provider of everybody's tokens without a condition on them, as Google does", async () => {
    const cloud = new TestCloud();
    await cloud.create(type.pool, pool);
    for (const attributeCondition of ["true", undefined])
      await rejects(
        cloud.create(type.poolProvider, { ...provider, attributeCondition }),
        /400: The attribute condition must reference one of the provider's claims\./,
      );
    await cloud.create(type.poolProvider, provider);
  });

  it("keeps the id of a deleted pool taken", async () => {
    const cloud = new TestCloud();
    const made = await cloud.create(type.pool, pool);
    await cloud.delete(made);
    assert.equal(await cloud.read(made), undefined);
    await rejects(cloud.create(type.pool, pool), /was deleted less than 30 days ago/);
  });

  it("refuses a grant to a pool, and of a role, that does not exist", async () => {
    const cloud = new TestCloud();
    const account = await cloud.create(type.account, { accountId: "deployer" });
    const made = await cloud.create(type.pool, pool);
    const member = `principalSet://iam.googleapis.com/${made.outputs.name as string}/attribute.identity/deployer`;
    const grant = { serviceAccountId: account.outputs.name!, role: "roles/iam.workloadIdentityUser", member };
    await cloud.create(type.accountMember, grant);
    await cloud.delete(made);
    await rejects(
      cloud.create(type.accountMember, grant),
      /400: Identity Pool does not exist \(projects\/\d+\//,
    );
    const own = { project, role: `projects/${project}/roles/more`, member: account.outputs.member! };
    await rejects(
      cloud.create(type.projectMember, own),
      /400: Role projects\/test-project\/roles\/more does not exist/,
    );
    await cloud.create(type.customRole, {
      roleId: "more",
      title: "More",
      permissions: ["storage.objects.get"],
    });
    await cloud.create(type.projectMember, own);
  });
});
