import { unknownCheckingProxy } from "@pulumi/policy";
import { unknownValue } from "@pulumi/pulumi/runtime";
import assert from "node:assert/strict";
import { plain, unknown } from "../policy/plan";
import { policies } from "../policy/policies";
import { stackNames } from "../sandbox/engine/settings";
import { checkout } from "../sandbox/folder";
import { accessCases } from "./support/policies/accessCases";
import { dataCases } from "./support/policies/dataCases";
import { identityCases } from "./support/policies/identityCases";
import { add, type Edit, type Plan, planOf, violations } from "./support/policies/plans";
import { workloadCases } from "./support/policies/workloadCases";

const cases = { ...dataCases, ...accessCases, ...identityCases, ...workloadCases };

describe("the policies", () => {
  let prod: Plan;
  before(async () => (prod = await planOf("prod")));
  const edited = (plan: Plan, edits: Edit[]) => edits.reduce((before, edit) => edit(before), plan);

  for (const stack of stackNames(checkout))
    it(`are kept by the ${stack} stack`, async () => assert.deepEqual(violations(await planOf(stack)), []));

  it("have one name each, and cases here", () => {
    const names = policies.map(({ name }) => name);
    assert.deepEqual(names.sort(), Object.keys(cases).sort());
  });

  for (const [policy, { pass, fail }] of Object.entries(cases)) {
    it(`${policy}: pass`, () => {
      for (const edits of pass) assert.deepEqual(violations(edited(prod, edits)), []);
    });

    it(`${policy}: fail`, () => {
      for (const [says, ...edits] of fail) {
        const expected = says.split("\n").map((line) => `${policy}: ${line}`);
        assert.deepEqual(violations(edited(prod, edits)), expected);
      }
    });
  }

  it("are told what is unknown in a plan, where Pulumi's runner throws", () => {
    const inRunner = unknownCheckingProxy as (props: object) => object;
    const given = inRunner({ spec: { replicas: 1, containers: [{ image: unknownValue }] } });
    assert.deepEqual(plain(given), { spec: { replicas: 1, containers: [{ image: unknown }] } });
  });

  it("ask for snapshots of dev's disks when one of them has some", async () => {
    const dev = await planOf("dev");
    const type = "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment";
    const attached = add(type, "dump", { disk: "loklak-dev-data-dump-disk" }, { protect: true });
    assert.deepEqual(violations(attached(dev)), [
      "data-disks-have-snapshots: data-index-disk-0 must have a snapshot schedule",
    ]);
  });
});
