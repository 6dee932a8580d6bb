import assert from "node:assert/strict";
import type { Service } from "../sandbox/cluster/controllers/objects";
import type { GoogleResources } from "../sandbox/cluster/gateway/google";
import type { Gateway, HttpRoute, Policy } from "../sandbox/cluster/gateway/objects";
import { policyProblem } from "../sandbox/cluster/gateway/policies";
import { backendProblem, parentProblem } from "../sandbox/cluster/gateway/routes";
import { formProblem, loadBalancerProblem } from "../sandbox/cluster/gateway/verdict";
import { waitForFault, waitForReadiness } from "../sandbox/kubernetes/await/waitFor";
import { gateway as gatewayObject, gatewayTarget, policy as policyObject } from "./support/gatewayProgram";

const gateway = gatewayObject("door") as Gateway;
const google = (...names: string[]): GoogleResources => ({
  has: (id) => names.includes(id),
  address: () => "198.51.100.7",
  global: (collection, name) => `projects/p/global/${collection}/${name}`,
  certificateMap: (name) => `projects/p/locations/global/certificateMaps/${name}`,
});
const everything = google(
  "projects/p/global/addresses/door",
  "projects/p/locations/global/certificateMaps/door",
);

describe("stand-in Gateway controller: a Gateway", () => {
  const formOf = (change: Partial<Gateway["spec"]>, metadata = gateway.metadata) =>
    formProblem({ ...gateway, metadata, spec: { ...gateway.spec, ...change } })?.message ?? "";

  it("takes one with a named address and a certificate map", () =>
    assert.equal(formProblem(gateway), undefined));

  it("refuses what it does not know", () => {
    const named = { type: "NamedAddress", value: "door" };
    const listener = gateway.spec.listeners[1]!;
    assert.match(formOf({ addresses: [] }), /exactly one address, of type NamedAddress/);
    assert.match(formOf({ addresses: [named, named] }), /exactly one address/);
    assert.match(
      formOf({ addresses: [{ type: "IPAddress", value: "198.51.100.7" }] }),
      /of type NamedAddress/,
    );
    assert.match(
      formOf({ listeners: [{ ...listener, protocol: "TLS" }] }),
      /protocol TLS is not HTTP or HTTPS/,
    );
    assert.match(formOf({}, { name: "door", namespace: "web" }), /by networking\.gke\.io\/certmap/);
    assert.match(formOf({ listeners: [{ ...listener, tls: { options: {} } }] }), /tls: not allowed beside/);
    const selecting = { namespaces: { from: "Selector" as const } };
    assert.match(formOf({ listeners: [{ ...listener, allowedRoutes: selecting }] }), /knows no selectors/);
  });

  it("has no load balancer without what it names, or at another one's address", () => {
    const problem = (facts: object) =>
      loadBalancerProblem(gateway, { google: everything, otherUser: undefined, policies: [], ...facts });
    assert.equal(problem({}), undefined);
    assert.equal(problem({ google: google() })?.reason, "AddressNotUsable");
    const mapless = problem({ google: google("projects/p/global/addresses/door") });
    assert.match(mapless?.message ?? "", /no certificate map door in the project p/);
    assert.match(problem({ otherUser: "a/b" })?.message ?? "", /in use by the Gateway a\/b/);
    assert.equal(problem({ policies: [{ reason: "Invalid", message: "m" }] })?.message, "m");
  });
});

describe("stand-in Gateway controller: routes and policies", () => {
  const route = (spec: HttpRoute["spec"], namespace = "web"): HttpRoute => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata: { name: "r", namespace },
    spec,
  });
  const find = (name: string) =>
    name === "door" ? ({ spec: { ports: [{ port: 80 }] } } as Service) : undefined;
  const backend = (reference: object) =>
    backendProblem(route({ rules: [{ backendRefs: [{ name: "door", port: 80, ...reference }] }] }), find);

  it("attaches a route to the listeners that take it", () => {
    const problem = (sectionName?: string, namespace?: string) =>
      parentProblem(gateway, route({}, namespace), { name: "door", sectionName })?.reason;
    assert.equal(problem("https"), undefined);
    assert.equal(problem(), undefined);
    assert.equal(problem("ftp"), "NoMatchingParent");
    assert.equal(problem("https", "other"), "NotAllowedByListeners");
  });

  it("finds backends by service and port, in the route's namespace", () => {
    assert.equal(backend({}), undefined);
    assert.equal(backend({ name: "other" })?.reason, "BackendNotFound");
    assert.equal(backend({ port: 81 })?.reason, "BackendNotFound");
    assert.equal(backend({ namespace: "other" })?.reason, "RefNotPermitted");
    assert.equal(backend({ kind: "ServiceImport" })?.reason, "InvalidKind");
  });

  it("attaches the oldest policy of a target that is there, with what it names", () => {
    const policy = policyObject("GCPGatewayPolicy", gatewayTarget, { sslPolicy: "modern" }) as Policy;
    const targets = { gateways: [gateway], services: [], policies: [policy] };
    const there = google("projects/p/global/sslPolicies/modern");
    assert.equal(policyProblem(policy, targets, there), undefined);
    assert.match(
      policyProblem(policy, targets, google())?.message ?? "",
      /no SSL policy modern in the project p/,
    );
    assert.equal(policyProblem(policy, { ...targets, gateways: [] }, there)?.reason, "TargetNotFound");
    const older = { ...policy, metadata: { ...policy.metadata, name: "a", creationTimestamp: "2026" } };
    const younger = { ...policy, metadata: { ...policy.metadata, creationTimestamp: "2027" } };
    const both = { ...targets, policies: [younger, older] };
    assert.equal(policyProblem(younger, both, there)?.reason, "Conflicted");
    assert.equal(policyProblem(older, both, there), undefined);
  });
});

describe("Kubernetes stand-in: pulumi.com/waitFor", () => {
  const judged = (status: string, observedGeneration: number) => {
    const conditions = [{ type: "Programmed", status, observedGeneration, message: "why" }];
    const object = { ...gateway, metadata: { ...gateway.metadata, generation: 2 }, status: { conditions } };
    return waitForReadiness(gateway)?.judge({ object, related: [] });
  };

  it("waits for a condition of the newest generation, and tells what it says", () => {
    assert.equal(judged("True", 2)?.ready, true);
    assert.equal(judged("True", 1)?.ready, false);
    assert.deepEqual(judged("False", 2)?.problems, ["condition Programmed=True (why)"]);
  });

  it("refuses what it cannot wait for", () => {
    const fault = (value: string) =>
      waitForFault({ metadata: { annotations: { "pulumi.com/waitFor": value } } });
    assert.match(
      fault("jsonpath={.status.phase}=Ready") ?? "",
      /"jsonpath=.*the stand-in waits for condition=/,
    );
    assert.equal(fault('["condition=Accepted", "condition=Programmed=True"]'), undefined);
    assert.equal(waitForReadiness({}), undefined);
  });
});
