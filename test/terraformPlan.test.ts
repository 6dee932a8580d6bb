import assert from "node:assert/strict";
import type { Recorded } from "./support/record";
import { terraformPlan } from "./scanners/support/terraformPlan";

const planOf = (type: string, inputs: Record<string, unknown>) => {
  const resource: Recorded = { type, name: "it", parents: [], parentNames: [], inputs, options: {} };
  return terraformPlan([resource]) as {
    planned_values: { root_module: { resources: { type: string; values: object }[] } };
  };
};

describe("the Terraform plan of Google resources", () => {
  it("has blocks for objects, lists by their own names, and maps as they are", () => {
    const { planned_values } = planOf("gcp:container/nodePool:NodePool", {
      nodeCount: 3,
      nodeLocations: ["us-central1-a"],
      nodeConfig: {
        oauthScopes: ["all"],
        labels: { someKey: "value" },
        taints: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }],
        shieldedInstanceConfig: { enableSecureBoot: true },
      },
    });
    const [resource] = planned_values.root_module.resources;
    assert.equal(resource?.type, "google_container_node_pool");
    assert.deepEqual(resource?.values, {
      node_count: 3,
      node_locations: ["us-central1-a"],
      node_config: [
        {
          oauth_scopes: ["all"],
          labels: { someKey: "value" },
          taint: [{ key: "a", value: "b", effect: "NO_SCHEDULE" }],
          shielded_instance_config: [{ enable_secure_boot: true }],
        },
      ],
    });
  });

  for (const [what, type, inputs, message] of [
    ["a type", "gcp:storage/bucket:Bucket", {}, /cannot show a gcp:storage\/bucket:Bucket/],
    ["a property", "gcp:compute/network:Network", { nane: "n" }, /cannot show .*Network\.nane/],
    [
      "a property inside",
      "gcp:container/cluster:Cluster",
      { masterAuth: { user: "u" } },
      /cannot show .*Cluster\.masterAuth\.user/,
    ],
    [
      "a list",
      "gcp:container/nodePool:NodePool",
      { nodeConfig: { storagePools: [] } },
      /does not know the list .*storagePools/,
    ],
  ] as const)
    it(`refuses ${what} that it cannot map`, () => assert.throws(() => planOf(type, inputs), message));

  it("leaves other providers' resources out", () => {
    const { planned_values } = planOf("kubernetes:core/v1:Namespace", {});
    assert.deepEqual(planned_values.root_module.resources, []);
  });
});
