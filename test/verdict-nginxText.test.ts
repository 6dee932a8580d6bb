import assert from "node:assert/strict";
import { nginxText } from "../verdict/nginxText";
import { type Case, meanings } from "../verdict/row";

describe("a change of the door's nginx.conf", () => {
  const severityOf = (before: string[], after: string[]) => {
    const [old, now] = [before, after].map((lines) => ({
      inputs: { data: { "nginx.conf": lines.join("\n") } },
      outputs: {},
      protect: false,
      retainOnDelete: false,
    }));
    const step = { operation: "update", changes: [], old, new: now } as unknown as Case["step"];
    return meanings(nginxText, { step, plan: { steps: [], refusals: [], outputs: [] } }).map(
      ({ category, severity }) => `${severity} ${category}`,
    );
  };
  const conf = ["# who gets in", "deny 10.0.0.0/8;", "allow all;"];

  it("is nothing when only comments and spaces differ", () => {
    assert.deepEqual(severityOf(conf, ["# whoever gets in", "", "  deny 10.0.0.0/8;", "allow all;"]), [
      "nothing rest",
    ]);
  });

  it("is something when lines are in another order or come twice, whatever else differs", () => {
    for (const after of [
      ["# new", "allow all;", "deny 10.0.0.0/8;"],
      ["# new", "allow all;", "deny 10.0.0.0/8;", "allow all;"],
    ])
      assert.deepEqual(severityOf(conf, after), ["look access"]);
  });
});
