import assert from "node:assert/strict";
import { type Health, healthAfter, neverAsked } from "../sandbox/nodes/loadBalancer/healthCheck";
import { balancerRules } from "../sandbox/nodes/loadBalancer/rules";

describe("the stand-in for Google's load balancer", () => {
  const answers = (...all: boolean[]): Health[] => {
    const known: Health[] = [];
    for (const answer of all)
      known.push(healthAfter(known.at(-1) ?? neverAsked, answer, known.at(-1)?.next ?? 0));
    return known;
  };

  it("sends to a node after one good answer, and stops after three bad ones in a row, 8 s apart", () => {
    const known = answers(false, true, false, false, true, false, false, false);
    assert.deepEqual(
      known.map(({ healthy }) => healthy),
      [false, true, true, true, true, true, true, false],
    );
    const [, first, second] = answers(true, false, false);
    assert.equal(second!.next - first!.next, 8000);
  });

  it("finds out within a second that a node is well again", () => {
    const [, last] = answers(false, false);
    assert.ok(last!.next - answers(false)[0]!.next <= 1000);
  });

  it("spreads new connections over the nodes and keeps each where it is", () => {
    const target = { address: "203.0.113.7", ports: [80, 443], nodes: [0, 2] };
    const none = { address: "203.0.113.8", ports: [80], nodes: [] };
    assert.equal(
      balancerRules([target, none]),
      `table ip balancer
delete table ip balancer
table ip balancer {
  chain prerouting {
    type filter hook prerouting priority mangle;
    ip daddr 203.0.113.7 tcp dport { 80, 443 } ct state new ct mark set numgen inc mod 2 map { 0 : 1, 1 : 3 }
    ip daddr 203.0.113.7 tcp dport { 80, 443 } meta mark set ct mark
  }
}
`,
    );
  });
});
