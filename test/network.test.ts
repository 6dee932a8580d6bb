import assert from "node:assert/strict";
import { Network } from "../components/network";
import { find, promiseOf, record } from "./support/record";

describe("Network", () => {
  it("gives nodes, pods and services ranges of one subnet, and nodes the internet without public addresses", async () => {
    let network!: Network;
    const resources = await record((opts) => {
      network = new Network(
        "network",
        {
          name: "loklak-test",
          region: "us-central1",
          nodeRange: "10.0.0.0/20",
          podRange: "10.1.0.0/16",
          serviceRange: "10.2.0.0/20",
        },
        opts,
      );
    });

    const vpc = find(resources, "gcp:compute/network:Network", "network");
    assert.deepEqual(vpc.parents, ["loklak:gcp:Network"]);
    assert.equal(vpc.inputs["autoCreateSubnetworks"], false);

    const subnet = find(resources, "gcp:compute/subnetwork:Subnetwork", "subnet").inputs;
    assert.equal(subnet["ipCidrRange"], "10.0.0.0/20");
    assert.equal(subnet["privateIpGoogleAccess"], true);
    assert.equal(subnet["network"], "network-id");
    assert.deepEqual(subnet["secondaryIpRanges"], [
      { rangeName: "pods", ipCidrRange: "10.1.0.0/16" },
      { rangeName: "services", ipCidrRange: "10.2.0.0/20" },
    ]);
    assert.equal(await promiseOf(network.podRangeName), "pods");
    assert.equal(await promiseOf(network.serviceRangeName), "services");

    const firewall = find(resources, "gcp:compute/firewall:Firewall", "deny-ingress").inputs;
    assert.deepEqual(
      [firewall["direction"], firewall["denies"], firewall["sourceRanges"]],
      ["INGRESS", [{ protocol: "all" }], ["0.0.0.0/0"]],
    );
    assert.ok(Number(firewall["priority"]) > 1000, "GKE's own rules come first");

    const nat = find(resources, "gcp:compute/routerNat:RouterNat", "nat").inputs;
    assert.equal(nat["router"], "loklak-test-router");
    assert.equal(nat["sourceSubnetworkIpRangesToNat"], "ALL_SUBNETWORKS_ALL_IP_RANGES");
  });
});
