import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Keys } from "../components/keys";
import { find, promiseOf, record } from "./support/record";

describe("Keys", () => {
  let keys!: Keys;
  const make = () =>
    record((opts) => {
      keys = new Keys("keys", { name: "loklak-test", project: "p", region: "us-central1", labels: {} }, opts);
    });

  it("protects and retains ring, key and grants", async () => {
    const resources = (await make()).filter(({ type }) => type.startsWith("gcp:"));
    assert.equal(resources.length, 5);
    for (const { name, options, parents } of resources) {
      assert.equal(options.protect, true, name);
      assert.equal(options.retainOnDelete, true, name);
      assert.deepEqual(parents, ["loklak:gcp:Keys"]);
    }
  });

  it("grants each service agent the key, and hands the key out only with the grant", async () => {
    const resources = await make();
    for (const [use, agent, output] of [
      ["disks", "compute-system", keys.disks],
      ["registry", "gcp-sa-artifactregistry", keys.registry],
      ["cluster-secrets", "container-engine-robot", keys.clusterSecrets],
    ] as const) {
      const grant = find(resources, "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", use).inputs;
      assert.equal(grant["member"], `serviceAccount:service-123456789012@${agent}.iam.gserviceaccount.com`);
      assert.equal(grant["cryptoKeyId"], "data-key-id");
      assert.equal(await promiseOf(output), "data-key-id");
      assert.ok((await dependenciesOf(output)).some((urn) => urn.endsWith(`::${use}`)));
    }
  });
});

async function dependenciesOf(output: pulumi.Output<unknown>): Promise<string[]> {
  const resources = await (
    output as unknown as { allResources(): Promise<Set<pulumi.Resource>> }
  ).allResources();
  return Promise.all([...resources].map((resource) => promiseOf(resource.urn)));
}
