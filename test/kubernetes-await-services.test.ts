import assert from "node:assert/strict";
import { type Fields, judge, object } from "./support/kubernetesObjects";

describe("Kubernetes stand-in: when a Service is ready", () => {
  const service = (spec: Fields, status: Fields = {}) => object("v1:Service", "s", { spec, status });
  const endpoints = (...subsets: object[]) => object("v1:Endpoints", "s", { subsets });
  const selector = { a: "b" };
  const ready = { addresses: [{ ip: "1" }] };

  it("needs no pod that is not ready, and a while without change", () => {
    assert.equal(judge(service({ selector })).ready, false);
    assert.equal(judge(service({ selector }), [endpoints()]).ready, true);
    assert.equal(
      judge(service({ selector }), [endpoints({ notReadyAddresses: [{ ip: "1" }] })]).ready,
      false,
    );
    const verdict = judge(service({ selector }), [endpoints(ready)]);
    assert.ok(verdict.ready && verdict.settleSeconds);
  });

  it("needs nothing when it is headless, external or without selector", () => {
    for (const spec of [
      { selector, clusterIP: "None" },
      { selector, type: "ExternalName" },
      {},
      { selector: {} },
    ])
      assert.equal(judge(service(spec)).ready, true);
  });

  it("needs an address when it is a load balancer", () => {
    const spec = { selector, type: "LoadBalancer" };
    const without = judge(service(spec), [endpoints(ready)]);
    assert.equal(without.ready, false);
    assert.deepEqual(without.problems, [
      "Service was not allocated an IP address; does your cloud provider support this?",
    ]);
    const status = { loadBalancer: { ingress: [{ ip: "192.0.2.1" }] } };
    assert.equal(judge(service(spec, status), [endpoints(ready)]).ready, true);
  });
});

describe("Kubernetes stand-in: when storage is ready", () => {
  const claim = (phase: string) =>
    object("v1:PersistentVolumeClaim", "c", { spec: { storageClassName: "x" }, status: { phase } });
  const storageClass = (volumeBindingMode: string) =>
    object("storage.k8s.io/v1:StorageClass", "x", { volumeBindingMode });

  it("a claim is bound, or waits for its first consumer", () => {
    assert.equal(judge(claim("Pending"), [storageClass("Immediate")]).ready, false);
    assert.equal(judge(claim("Bound"), [storageClass("Immediate")]).ready, true);
    const late = [storageClass("WaitForFirstConsumer")];
    assert.equal(judge(claim("Pending"), late).ready, true);
    assert.equal(judge(claim("Bound"), late, claim("Bound")).ready, true);
  });

  it("a volume is available or bound", () => {
    const volume = (phase: string) => judge(object("v1:PersistentVolume", "v", { status: { phase } }));
    assert.deepEqual(
      ["Available", "Bound", "Released"].map((phase) => volume(phase).ready),
      [true, true, false],
    );
  });
});
