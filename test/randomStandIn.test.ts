import assert from "node:assert/strict";
import { UNKNOWN } from "../sandbox/provider/provider";
import { RandomStandIn } from "../sandbox/random/provider";
import { providerContext } from "./support/providerContext";

describe("the stand-in for pulumi-random", () => {
  const random = new RandomStandIn();
  const context = providerContext("random:index/randomBytes:RandomBytes");
  const failures = async (inputs: Record<string, number | string>) =>
    (await random.check({}, inputs, context)).failures.map(({ property }) => property);

  it("makes other bytes each time, as base64 and hex, and none in a preview", async () => {
    const made = await Promise.all([1, 2].map(() => random.create({ length: 32 }, context)));
    const [first, second] = made.map(({ outputs }) => Buffer.from(outputs.base64 as string, "base64"));
    assert.equal(first!.length, 32);
    assert.equal(first!.toString("hex"), made[0]!.outputs.hex);
    assert.notDeepEqual(first, second);
    const planned = await random.create({ length: 32 }, { ...context, preview: true });
    assert.deepEqual(planned.outputs, { length: 32, base64: UNKNOWN, hex: UNKNOWN });
  });

  it("does not show in an id what is a secret", async () => {
    const { id, outputs } = await random.create({ length: 4 }, context);
    assert.ok(id !== outputs.base64 && id !== outputs.hex);
  });

  it("makes them anew for another length or another keeper alone", async () => {
    const changes = async (news: Record<string, number | object>) =>
      (await random.diff("none", { length: 4 }, {}, news as { length: number })).changes;
    assert.deepEqual(await changes({ length: 4 }), {});
    assert.deepEqual(await changes({ length: 5 }), { length: "update-replace" });
    assert.deepEqual(await changes({ length: 4, keepers: { a: "b" } }), { keepers: "add-replace" });
  });

  it("refuses what it does not know", async () => {
    assert.deepEqual(await failures({ length: 0 }), ["length"]);
    assert.deepEqual(await failures({ length: 1, special: "x" }), ["special"]);
    const password = providerContext("random:index/randomPassword:RandomPassword");
    await assert.rejects(
      random.create({ length: 1 }, password),
      /does not serve random:index\/randomPassword/,
    );
  });
});
