import assert from "node:assert/strict";
import { stackNames } from "../../sandbox/engine/settings";
import { checkout } from "../../sandbox/folder";
import { recordExample } from "../support/exampleStack";
import { recordOf } from "../support/golden";
import { find, type Recorded } from "../support/record";
import { type Finding, scan } from "./support/checkov";
import { type Suppression, suppressions } from "./support/suppressions";

const deployment = "kubernetes:apps/v1:Deployment";
const cluster = "gcp:container/cluster:Cluster";

/** Every option that adds objects or opens something, which no stack file has. */
const furtherOptions = {
  "loklak:cluster": JSON.stringify({ availability: "regional", authorizedRanges: ["192.0.2.0/24"] }),
  "loklak:door": JSON.stringify({ adminRanges: ["192.0.2.0/24"] }),
  "loklak:loklak": JSON.stringify({ settings: { "DoS.blackout": "50" } }),
  "loklak:domain": JSON.stringify({ name: "loklak.example.org", managedZone: "example-org" }),
  "loklak:snapshots": JSON.stringify({ every: "week" }),
};

const onBothSides = ["CKV_K8S_16 Deployment.web.loklak-api", "CKV_GCP_7 google_container_cluster.cluster"];

const isMeant =
  ({ check, stack, resource }: Finding) =>
  (suppression: Suppression): boolean =>
    suppression.check === check &&
    suppression.resource.test(resource) &&
    (suppression.stack === undefined || suppression.stack.test(stack));

describe("checkov, over the Kubernetes objects and the Google resources as a Terraform plan", () => {
  let found: ReturnType<typeof scan>;
  before(async () => {
    const stacks: Record<string, Recorded[]> = {};
    for (const stack of stackNames(checkout)) stacks[stack] = (await recordOf(stack)).resources;
    stacks.options = (await recordOf("prod", furtherOptions)).resources;
    for (const stack of ["dev", "prod"]) stacks[`keystone-${stack}`] = await recordExample("keystone", stack);
    found = scan({ ...stacks, broken: broken(stacks.prod!) });
  });
  const of = (findings: Finding[], stack: string): string[] =>
    findings.filter((each) => each.stack === stack).map(({ check, resource }) => `${check} ${resource}`);

  for (const stack of [...stackNames(checkout), "options", "keystone-dev", "keystone-prod"])
    it(`finds nothing in ${stack}`, () => {
      const left = found.failed.filter((each) => each.stack === stack && !suppressions.some(isMeant(each)));
      assert.deepEqual(
        left.map(({ check, resource, name }) => `${check} ${resource}: ${name}`),
        [],
      );
    });

  it("looks at both sides of a stack", () => {
    const passed = of(found.passed, "prod");
    for (const check of onBothSides) assert.ok(passed.includes(check), check);
  });

  it("finds what is wrong, on both sides", () => {
    const failed = of(found.failed, "broken");
    for (const check of onBothSides) assert.ok(failed.includes(check), check);
  });

  it("is not told to keep quiet about more than five things, nor about one that it does not find", () => {
    assert.ok(suppressions.length <= 5);
    const idle = suppressions.filter((each) => !found.failed.some((finding) => isMeant(finding)(each)));
    assert.deepEqual(idle, []);
  });
});

/** A privileged container, and a cluster with the access control that came before RBAC. */
function broken(resources: Recorded[]): Recorded[] {
  const changed = structuredClone(
    [find(resources, deployment, "loklak-api"), find(resources, cluster, "cluster")].map(
      ({ options: _, provider: __, ...recorded }) => recorded,
    ),
  ) as Recorded[];
  const { template } = changed[0]!.inputs.spec as { template: { spec: { containers: object[] } } };
  Object.assign(template.spec.containers[0]!, { securityContext: { privileged: true } });
  changed[1]!.inputs.enableLegacyAbac = true;
  return changed;
}
