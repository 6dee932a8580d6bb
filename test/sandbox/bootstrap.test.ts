import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { TokenRules } from "../../bootstrap/tokens";
import { checkout } from "../../sandbox/folder";
import { GoogleStore, type StoredResource } from "../../sandbox/google/store";
import { exchange, jobs } from "../support/githubJobs";
import { steps, TestSandbox } from "../support/sandbox";

const folder = join(checkout, "bootstrap");
const kept = ["gcp:storage/bucket:Bucket", "gcp:kms/keyRing:KeyRing", "gcp:kms/cryptoKey:CryptoKey"];
const poolType = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";

describe("bootstrap/, in a Google project that has nothing", function () {
  this.bail(true);
  const sandbox = new TestSandbox();
  const project = ["--project", folder];
  after(() => sandbox.erase());

  const google = (...types: string[]): StoredResource[] =>
    Object.values(new GoogleStore(sandbox.folder.google).read().resources).filter(({ type }) =>
      types.includes(type),
    );

  /** The program with another line in its stack's file. */
  async function withLine(line: string, other: string) {
    const copy = mkdtempSync(join(tmpdir(), "loklak-bootstrap-"));
    try {
      const main = relative(copy, join(folder, "index.ts"));
      const settings = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
      writeFileSync(join(copy, "Pulumi.yaml"), settings.replace("index.ts", main));
      cpSync(join(folder, "Pulumi.loklak.yaml"), join(copy, "Pulumi.loklak.yaml"));
      const text = readFileSync(join(copy, "Pulumi.loklak.yaml"), "utf8");
      assert.ok(text.includes(line));
      writeFileSync(join(copy, "Pulumi.loklak.yaml"), text.replace(line, other));
      return await sandbox.run("up", "--project", copy);
    } finally {
      rmSync(copy, { recursive: true });
    }
  }

  it("refuses bad input before anything is touched", async () => {
    const { code, stdout, stderr, events } = await withLine("ownerId: 1", "ownerId: loklak");
    assert.equal(code, 1);
    assert.match(
      stdout + stderr,
      /nothing was changed:\n +bootstrap:repository\.ownerId: "loklak" must be a whole number from 1 to/,
    );
    assert.deepEqual(steps({ events }), []);
    assert.deepEqual(google(...kept, poolType), []);
  });

  it("makes what the first stack needs, by the policies, and says what comes next", async () => {
    await sandbox.succeed("up", ...project);
    const { stdout } = await sandbox.succeed("outputs", ...project);
    const bucket = "gs://loklak-example-pulumi-state";
    const key = "gcpkms://projects/loklak-example/locations/us-central1/keyRings/pulumi/cryptoKeys/secrets";
    const { nextSteps, ...outputs } = JSON.parse(stdout) as Record<string, string>;
    const { workloadIdentityProvider: provider = "" } = outputs;
    assert.match(
      provider,
      /^projects\/\d+\/locations\/global\/workloadIdentityPools\/github-actions\/providers\/github$/,
    );
    assert.deepEqual(outputs, {
      backendUrl: bucket,
      secretsProvider: key,
      workloadIdentityProvider: provider,
      deployers: {
        dev: "deployer-dev@loklak-example.iam.gserviceaccount.com",
        prod: "deployer-prod@loklak-example.iam.gserviceaccount.com",
      },
      previewer: "previewer@loklak-example.iam.gserviceaccount.com",
    });
    assert.deepEqual(nextSteps, [
      `pulumi login ${bucket}`,
      `pulumi stack init dev --secrets-provider ${key}`,
      `pulumi stack init prod --secrets-provider ${key}`,
      `gh variable set PULUMI_BACKEND_URL --body ${bucket}`,
      `gh variable set WORKLOAD_IDENTITY_PROVIDER --body ${provider}`,
      "gh variable set PREVIEWER --body previewer@loklak-example.iam.gserviceaccount.com",
      "gh variable set DEPLOYER --env dev --body deployer-dev@loklak-example.iam.gserviceaccount.com",
      "gh variable set DEPLOYER --env prod --body deployer-prod@loklak-example.iam.gserviceaccount.com",
    ]);
  });

  it("keeps the state closed, with its versions", () => {
    const { outputs: bucket } = google("gcp:storage/bucket:Bucket")[0]!;
    assert.equal(bucket.publicAccessPrevention, "enforced");
    assert.equal(bucket.uniformBucketLevelAccess, true);
    assert.deepEqual(bucket.versioning, { enabled: true });
    const roles = google("gcp:storage/bucketIAMMember:BucketIAMMember").map(({ outputs }) => [
      outputs.member,
      outputs.role,
    ]);
    assert.deepEqual(
      roles.sort(),
      [
        ["deployer-dev", "objectUser"],
        ["deployer-prod", "objectUser"],
        ["previewer", "objectViewer"],
      ].map(([account, role]) => [
        `serviceAccount:${account}@loklak-example.iam.gserviceaccount.com`,
        `roles/storage.${role}`,
      ]),
    );
  });

  it("lets each job be the account that its token is taken for, and no other", () => {
    const [provider] = google("gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider");
    const grants = google("gcp:serviceaccount/iAMMember:IAMMember").map(({ outputs }) => outputs);
    const [pool] = google(poolType);
    for (const [what, claims, identity] of jobs) {
      const attributes = exchange(provider!.outputs as unknown as TokenRules, claims);
      const member = `principalSet://iam.googleapis.com/${pool!.outputs.name as string}/attribute.identity/${attributes?.["attribute.identity"]}`;
      const accounts = grants
        .filter((grant) => grant.member === member)
        .map((grant) => [grant.role, grant.serviceAccountId]);
      const account = `projects/loklak-example/serviceAccounts/${identity}@loklak-example.iam.gserviceaccount.com`;
      assert.deepEqual(
        accounts,
        identity === undefined ? [] : [["roles/iam.workloadIdentityUser", account]],
        what,
      );
    }
  });

  it("changes nothing when nothing has changed", async () => {
    assert.deepEqual(steps(await sandbox.succeed("preview", ...project)), []);
  });

  it("is destroyed without the state and the key, and lets no job in any more", async () => {
    const before = google(...kept);
    assert.equal(before.length, 3);
    await sandbox.succeed("destroy", ...project, "--exclude-protected");
    assert.deepEqual(google(...kept), before);
    assert.deepEqual(
      google("gcp:serviceaccount/iAMMember:IAMMember", "gcp:projects/iAMMember:IAMMember"),
      [],
    );
  });

  it("lets the same jobs in again after the next up, by the same pool: Google would keep its name for 30 days", async () => {
    const [pool] = google(poolType);
    const made = steps(await sandbox.succeed("up", ...project));
    assert.ok(made.includes("create deployer-dev-jobs"));
    assert.deepEqual(google(poolType), [pool]);
  });
});
