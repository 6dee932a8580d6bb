import assert from "node:assert/strict";
import { testNamespace } from "./support/parts";
import { find, record, Recorded } from "./support/record";

describe("Namespace", () => {
  let resources: Recorded[];
  before(async () => (resources = await record((opts) => testNamespace("web", opts))));

  it("has room for its pods, those they replace, and an older version of much larger ones", () => {
    const quota = find(resources, "kubernetes:core/v1:ResourceQuota", "web");
    assert.deepEqual(quota.parents, ["loklak:kubernetes:Namespace", "loklak:kubernetes:Quota"]);
    // One pod of 500 thousandths of a processor and 1024 MiB.
    assert.deepEqual((quota.inputs["spec"] as { hard: object }).hard, {
      pods: "3",
      "requests.cpu": "24000m",
      "limits.cpu": "96000m",
      "requests.memory": "98304Mi",
      "limits.memory": "98304Mi",
      "requests.ephemeral-storage": "9Gi",
      "limits.ephemeral-storage": "9Gi",
      persistentvolumeclaims: "2",
      "services.loadbalancers": "1",
      "services.nodeports": "1",
    });
  });
});
