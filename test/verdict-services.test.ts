import assert from "node:assert/strict";
import { type Case, meanings } from "../verdict/row";
import { serviceType } from "../verdict/services";

describe("a load balancer's service that becomes one inside the cluster", () => {
  const address = (annotations: object) => {
    const state = (type: string) => ({
      inputs: { metadata: { annotations }, spec: { type } },
      outputs: {},
      protect: false,
      retainOnDelete: false,
    });
    const step = { operation: "update", changes: [], old: state("LoadBalancer"), new: state("ClusterIP") };
    const change = { path: "spec.type", old: '"LoadBalancer"', new: '"ClusterIP"', replaces: false };
    const at = { step, change, plan: { steps: [], refusals: [], outputs: [] } } as unknown as Case;
    return meanings(serviceType, at)
      .filter(({ category }) => category === "address")
      .map(({ severity }) => severity);
  };

  it("loses its address unless that is reserved", () => {
    assert.deepEqual(address({}), ["loss"]);
    assert.deepEqual(address({ "networking.gke.io/load-balancer-ip-addresses": "loklak-dev" }), ["look"]);
  });
});
