import assert from "node:assert/strict";
import { plain, TestCloud } from "./support/googleCloud";
import { diskInputs, type } from "./support/googleResources";

describe("Google stand-in: generated names", () => {
  const cloud = new TestCloud();
  const { name: _, ...nameless } = diskInputs;

  it("are the logical name with 7 hexadecimal digits, the same within one update", async () => {
    const [first, second] = await Promise.all(
      [1, 1].map((seed) => cloud.check(type.disk, nameless, { name: "index", seed })),
    );
    assert.match(plain(first?.inputs.name), /^index-[0-9a-f]{7}$/);
    assert.deepEqual(second, first);
    const other = await cloud.check(type.disk, nameless, { name: "index", seed: 2 });
    assert.notEqual(other.inputs.name, first?.inputs.name);
  });

  it("stay for as long as the program gives none", async () => {
    const { inputs: olds } = await cloud.check(type.disk, nameless);
    const { inputs } = await cloud.check(type.disk, nameless, { olds, seed: 2 });
    assert.equal(inputs.name, olds.name);
  });

  it("are new when the program took its own name away", async () => {
    const { inputs: olds } = await cloud.check(type.disk, diskInputs);
    const { inputs } = await cloud.check(type.disk, nameless, { olds });
    assert.match(plain(inputs.name), /^example-[0-9a-f]{7}$/);
  });

  it("are refused where they would be too long", async () => {
    const { failures } = await cloud.check(type.account, {}, { name: "a-very-long-logical-name" });
    assert.match(failures[0]?.reason ?? "", /longer than 30 characters/);
  });

  it("are in lowercase where pulumi-gcp makes them so", async () => {
    const network = await cloud.check(type.network, {}, { name: "Main" });
    assert.match(plain(network.inputs.name), /^main-/);
    const disk = await cloud.check(type.disk, nameless, { name: "Index" });
    assert.match(disk.failures[0]?.reason ?? "", /"Index-\w+" is not 1 to 63 lowercase/);
  });
});
