import assert from "node:assert/strict";
import { type Endpoint, isReachable, type NetworkPolicy } from "./support/reachability";

const labelled = (namespace: string, app: string, address: string): Endpoint => ({
  address,
  namespace,
  namespaceLabels: { name: namespace },
  labels: { app },
});
const a = labelled("one", "a", "10.0.0.1");
const b = labelled("one", "b", "10.0.0.2");
const other = labelled("two", "a", "10.0.0.3");
const outside: Endpoint = { address: "8.8.8.8" };

const policy = (spec: NetworkPolicy["spec"], name = "p"): NetworkPolicy => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, namespace: "one" },
  spec,
});
const ofA = { podSelector: { matchLabels: { app: "a" } } };
const ingress = (...rules: NonNullable<NetworkPolicy["spec"]["ingress"]>) =>
  policy({ ...ofA, policyTypes: ["Ingress"], ingress: rules });
const egress = (...rules: NonNullable<NetworkPolicy["spec"]["egress"]>) =>
  policy({ ...ofA, policyTypes: ["Egress"], egress: rules });
const deny = policy({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });

describe("the reachability check", () => {
  const cases: [what: string, policies: NetworkPolicy[], from: Endpoint, to: Endpoint, expected: boolean][] =
    [
      ["opens all without a policy", [], outside, a, true],
      ["closes what a policy without rules selects", [deny], outside, a, false],
      ["closes the way out, too", [deny], a, outside, false],
      ["leaves other namespaces open", [deny], outside, other, true],
      ["leaves pods open that no policy selects", [ingress()], outside, b, true],
      ["leaves the other direction open", [ingress()], a, outside, true],
      ["adds up what policies allow", [deny, ingress({})], outside, a, true],
      ["asks both ends", [deny, ingress({})], b, a, false],
      ["takes a rule without ports and peers for everything", [ingress({})], other, a, true],
      [
        "takes pods alone for those of the own namespace",
        [ingress({ from: [{ podSelector: {} }] })],
        b,
        a,
        true,
      ],
      ["and not of others", [ingress({ from: [{ podSelector: {} }] })], other, a, false],
      [
        "takes both selectors of a peer together",
        [
          ingress({
            from: [
              {
                namespaceSelector: { matchLabels: { name: "two" } },
                podSelector: { matchLabels: { app: "b" } },
              },
            ],
          }),
        ],
        other,
        a,
        false,
      ],
      [
        "takes an empty namespace selector for all",
        [ingress({ from: [{ namespaceSelector: {} }] })],
        other,
        a,
        true,
      ],
      ["and not for the outside", [ingress({ from: [{ namespaceSelector: {} }] })], outside, a, false],
      ["matches ranges", [egress({ to: [{ ipBlock: { cidr: "8.0.0.0/8" } }] })], a, outside, true],
      [
        "leaves exceptions out",
        [egress({ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["8.8.0.0/16"] } }] })],
        a,
        outside,
        false,
      ],
      [
        "matches expressions",
        [
          ingress({
            from: [{ podSelector: { matchExpressions: [{ key: "app", operator: "NotIn", values: ["b"] }] } }],
          }),
        ],
        b,
        a,
        false,
      ],
      ["closes other ports", [ingress({ ports: [{ protocol: "TCP", port: 81 }] })], outside, a, false],
      ["closes other protocols", [ingress({ ports: [{ protocol: "UDP", port: 80 }] })], outside, a, false],
      [
        "opens ranges of ports",
        [ingress({ ports: [{ protocol: "TCP", port: 70, endPort: 90 }] })],
        outside,
        a,
        true,
      ],
    ];
  for (const [what, policies, from, to, expected] of cases)
    it(what, () => assert.equal(isReachable(policies, from, to, 80), expected));

  it("refuses what it does not know", () => {
    assert.throws(
      () => isReachable([ingress({ ports: [{ port: "http" }] })], outside, a, 80),
      /named port http/,
    );
  });
});
