import assert, { rejects } from "node:assert/strict";
import { type Properties, UNKNOWN } from "../sandbox/provider/provider";
import { project, type Stored, TestCloud, zone } from "./support/googleCloud";
import { diskInputs, makeEverything, type } from "./support/googleResources";

describe("Google stand-in: preview", () => {
  const preview = { preview: true };

  it("touches nothing, and knows of a new resource only what the program says", async () => {
    const cloud = new TestCloud();
    const { inputs } = await cloud.check(type.disk, {
      ...diskInputs,
      diskEncryptionKey: { kmsKeySelfLink: "k" },
    });
    const { outputs } = await cloud.provider.create(inputs, { ...cloud.context(type.disk), ...preview });
    assert.equal(outputs.size, 50);
    assert.equal(outputs.selfLink, UNKNOWN);
    assert.equal(outputs.project, UNKNOWN);
    assert.deepEqual(outputs.diskEncryptionKey, { kmsKeySelfLink: "k", sha256: UNKNOWN });
    assert.deepEqual(cloud.store.read().resources, {});
  });

  it("of an update gives what the update then gives", async () => {
    const cloud = new TestCloud();
    const everything = await makeEverything(cloud);
    const changes: [string, Properties][] = [
      [type.disk, { size: 60, labels: { a: "1" } }],
      [type.nodePool, { nodeCount: 4 }],
      [type.cluster, { releaseChannel: { channel: "RAPID" } }],
    ];
    for (const [token, change] of changes) {
      const stored = everything.find((each) => each.type === token) as Stored;
      const { inputs } = await cloud.check(token, { ...stored.inputs, ...change }, { olds: stored.inputs });
      const { id, outputs } = stored;
      const context = cloud.context(token);
      const shown = await cloud.provider.update(id, stored.inputs, outputs, inputs, {
        ...context,
        ...preview,
      });
      assert.deepEqual(cloud.store.read().resources[id]?.outputs, outputs);
      assert.deepEqual(await cloud.provider.update(id, stored.inputs, outputs, inputs, context), shown);
      assert.equal(shown.selfLink, outputs.selfLink);
    }
  });

  it("fails like the provider when nothing says the project, region or zone", async () => {
    const cloud = new TestCloud();
    await cloud.provider.configure({});
    const make = async (token: string, inputs: Properties) =>
      cloud.provider.create(inputs, { ...cloud.context(token), ...preview });
    await rejects(make(type.network, { name: "n" }), /^Error: project: required field is not set$/);
    await rejects(make(type.disk, { name: "d", project }), /Cannot determine zone: set in this resource/);
    await rejects(make(type.address, { name: "a", project }), /Cannot determine region: set in this/);
    await cloud.provider.configure({ project, zone });
    await make(type.address, { name: "a" });
  });
});
