import assert from "node:assert/strict";
import { attachError, type AttachmentFacts } from "../sandbox/cluster/controllers/attacher";
import { Cloud } from "../sandbox/cluster/controllers/cloud";
import { loadBalancerError, regionOfCluster } from "../sandbox/cluster/controllers/loadBalancer";
import type { Claim, EndpointSlice, PersistentVolume, Service } from "../sandbox/cluster/controllers/objects";
import { type ResizeFacts, resizeVerdict } from "../sandbox/cluster/controllers/resizer";
import { waitedServices, waitReason } from "../sandbox/cluster/controllers/waits";
import { address, cluster, disk, google, image, internalAddress } from "./support/clusterObjects";

const object = (kind: string, name: string, rest: object = {}) => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...rest,
});

describe("stand-in attacher", () => {
  const attachment = {
    ...object("VolumeAttachment", "a"),
    spec: { attacher: "pd.csi.storage.gke.io", nodeName: "n", source: { persistentVolumeName: "v" } },
  };
  const volume = { ...object("PersistentVolume", "v"), spec: { csi: { driver: "d", volumeHandle: disk } } };
  const node = {
    ...object("Node", "n"),
    metadata: { name: "n", labels: { "topology.gke.io/zone": "europe-west1-b" } },
  };
  const facts: AttachmentFacts = {
    volume,
    node,
    disk: { zones: ["europe-west1-b"], sizeGb: 1, content: "1", isCopy: false },
    isBeingCopied: false,
    attachedTo: undefined,
  };

  it("attaches a disk that exists, is in the node's zone and is free", () => {
    assert.equal(attachError(attachment, facts), undefined);
    const regional = { zones: ["europe-west1-a", "europe-west1-b"], sizeGb: 1, content: "1", isCopy: false };
    assert.equal(attachError(attachment, { ...facts, disk: regional }), undefined);
  });

  const refused: [name: string, facts: Partial<AttachmentFacts>, message: RegExp][] = [
    ["no such volume", { volume: undefined }, /the PersistentVolume "v" is gone/],
    ["no such node", { node: undefined }, /Error 404: The instance 'n' was not found/],
    [
      "no such disk",
      { disk: undefined },
      /Error 404: The resource 'projects\/p\/zones\/europe-west1-b\/disks\/.*' was/,
    ],
    ["a disk that is being copied", { isBeingCopied: true }, /Error 400: The resource '.*' is not ready/],
    [
      "another zone",
      { disk: { zones: ["europe-west1-c"], sizeGb: 1, content: "1", isCopy: false } },
      /is in europe-west1-c, .* 'n' in europe-west1-b/,
    ],
    [
      "a disk in use",
      { attachedTo: "m" },
      /RESOURCE_IN_USE_BY_ANOTHER_RESOURCE .* is already being used by 'm'/,
    ],
  ];
  for (const [name, changed, message] of refused)
    it(`refuses ${name} as Google does`, () =>
      assert.match(attachError(attachment, { ...facts, ...changed }) ?? "", message));
});

describe("stand-in resizer", () => {
  const volume = (storage: string): PersistentVolume => ({
    ...object("PersistentVolume", "v"),
    spec: { capacity: { storage } },
  });
  const claim = (wanted: string, has: string, conditions: Claim["status"] = {}): Claim => ({
    ...object("PersistentVolumeClaim", "c"),
    spec: { volumeName: "v", resources: { requests: { storage: wanted } } },
    status: { phase: "Bound", capacity: { storage: has }, ...conditions },
  });
  const disk = { zones: [], sizeGb: 20, content: "1", isCopy: false };

  const verdict = (of: Claim, has: PersistentVolume | undefined, facts: Partial<ResizeFacts> = {}) =>
    resizeVerdict(of, { volume: has, disk, isSimulated: false, ...facts });
  const step = (storage: string) => ({ allocatedResourceStatuses: { storage } });

  it("grows a claim that asks for more than volume and claim have", () =>
    assert.deepEqual(verdict(claim("20Gi", "10Gi"), volume("10Gi")), { grow: "20Gi" }));

  it("does nothing when the volume already says it is that large, unless it wrote that itself", () => {
    assert.equal(verdict(claim("20Gi", "10Gi"), volume("20Gi")), undefined);
    const begun = claim("20Gi", "10Gi", step("ControllerResizeInProgress"));
    assert.deepEqual(verdict(begun, volume("20Gi")), { grow: "20Gi" });
  });

  it("leaves the file system to the node's kubelet, whose part it does for a simulated node", () => {
    for (const each of ["NodeResizePending", "NodeResizeInProgress"]) {
      const pending = claim("30Gi", "10Gi", step(each));
      assert.equal(verdict(pending, volume("20Gi")), undefined);
      assert.deepEqual(verdict(pending, volume("20Gi"), { isSimulated: true }), { finish: "20Gi" });
    }
  });

  it("does nothing for a claim that has what it asks for, or no volume", () => {
    assert.equal(verdict(claim("10Gi", "10Gi"), volume("10Gi")), undefined);
    assert.equal(verdict(claim("20Gi", "10Gi", { phase: "Pending" }), undefined), undefined);
  });

  it("refuses more than the disk has, and a disk that is gone", () => {
    const tooMuch = verdict(claim("21Gi", "10Gi"), volume("10Gi"));
    assert.match(JSON.stringify(tooMuch), /has 20Gi, .* less than 21Gi/);
    const gone = verdict(claim("20Gi", "10Gi"), volume("10Gi"), { disk: undefined });
    assert.match(JSON.stringify(gone), /was not found/);
  });
});

describe("stand-in load balancer controller", () => {
  const service = (spec: Service["spec"]): Service => ({
    ...object("Service", "s"),
    spec: { type: "LoadBalancer", ...spec },
  });
  const facts = { region: "europe-west1", isReserved: true, otherUser: undefined };

  it("gives a reserved address that nobody uses", () =>
    assert.equal(loadBalancerError(service({ loadBalancerIP: address }), facts), undefined));

  it("refuses all else", () => {
    const refusal = (spec: Service["spec"], changed = {}) =>
      loadBalancerError(service(spec), { ...facts, ...changed });
    assert.match(refusal({}) ?? "", /spec\.loadBalancerIP is not set/);
    assert.match(
      refusal({ loadBalancerIP: address }, { isReserved: false }) ?? "",
      /34\.1\.2\.3 is not reserved/,
    );
    assert.match(
      refusal({ loadBalancerIP: address }, { otherUser: "web/s" }) ?? "",
      /in use by the service web\/s/,
    );
    assert.match(
      refusal({ loadBalancerIP: address, ports: [{ port: 53, protocol: "UDP" }] }) ?? "",
      /TCP alone, not UDP \(port 53\)/,
    );
    assert.match(
      refusal({ loadBalancerIP: address, loadBalancerClass: "x" }) ?? "",
      /load balancer class "x"/,
    );
  });

  it("knows internal load balancers, at internal addresses", () => {
    const internal = (type: string, isReserved: boolean) =>
      loadBalancerError(
        {
          ...service({ loadBalancerIP: address }),
          metadata: { name: "s", annotations: { "networking.gke.io/load-balancer-type": type } },
        },
        { ...facts, isReserved },
      );
    assert.equal(internal("Internal", true), undefined);
    assert.match(
      internal("Internal", false) ?? "",
      /not reserved as an internal one in the cluster's subnet/,
    );
    assert.match(internal("internal", true) ?? "", /knows no load balancer type "internal"/);
  });

  it("knows the region of a zonal and of a regional cluster", () => {
    assert.equal(regionOfCluster("projects/p/locations/europe-west1-b/clusters/c"), "europe-west1");
    assert.equal(regionOfCluster("projects/p/locations/europe-west1/clusters/c"), "europe-west1");
  });
});

describe("stand-in controllers' view of the cloud", () => {
  const cloud = new Cloud(google as unknown as ConstructorParameters<typeof Cloud>[0]);

  it("finds disks by volume handle", () => {
    assert.deepEqual(cloud.disk(disk), {
      zones: ["europe-west1-b"],
      sizeGb: 20,
      content: "1",
      isCopy: false,
    });
    assert.equal(cloud.disk(`${disk}-2`), undefined);
  });

  it("finds addresses in their region alone", () => {
    const isReserved = (ip: string, region: string, type: "EXTERNAL" | "INTERNAL", of = cluster) =>
      cloud.isReserved(ip, region, type, of);
    assert.equal(isReserved(address, "europe-west1", "EXTERNAL"), true);
    assert.equal(isReserved(address, "us-central1", "EXTERNAL"), false);
    assert.equal(isReserved(address, "europe-west1", "INTERNAL"), false);
    assert.equal(isReserved(internalAddress, "europe-west1", "INTERNAL"), true);
    assert.equal(isReserved(internalAddress, "europe-west1", "INTERNAL", "another"), false);
    assert.equal(isReserved(internalAddress, "europe-west1", "EXTERNAL"), false);
  });

  it("finds images by digest and by tag", () => {
    const name = image.split("@")[0];
    for (const there of [image, name, `${name}:latest`])
      assert.equal(cloud.hasImage(String(there)), true, there);
    for (const gone of [`${image}0`, `${name}:v2`, "busybox"])
      assert.equal(cloud.hasImage(gone), false, gone);
  });
});

describe("what init containers wait for", () => {
  const services = (...command: string[]) =>
    waitedServices({ name: "w", image: "i", command }, "web").map(({ name, namespace, port }) => [
      name,
      namespace,
      port,
    ]);

  it("is every service of the cluster that a URL names", () => {
    const script = "until wget -q http://elasticsearch.elasticsearch:9200/_cluster/health; do sleep 1; done";
    assert.deepEqual(services("sh", "-c", script), [["elasticsearch", "elasticsearch", 9200]]);
    assert.deepEqual(services("https://a.b.svc.cluster.local/", "http://c"), [
      ["a", "b", 443],
      ["c", "web", 80],
    ]);
  });

  it("is nothing outside of the cluster", () =>
    assert.deepEqual(services("http://www.example.com http://127.0.0.1:80 http://localhost:9000"), []));

  it("answers when the service has the port and a ready endpoint", () => {
    const wait = { url: "http://s.web:9200", name: "s", namespace: "web", port: 9200 };
    const service: Service = { ...object("Service", "s"), spec: { ports: [{ port: 9200 }] } };
    const slice = (ready: boolean): EndpointSlice => ({
      ...object("EndpointSlice", "e"),
      endpoints: [{ conditions: { ready } }],
    });
    assert.equal(waitReason(wait, service, [slice(false), slice(true)]), undefined);
    assert.match(waitReason(wait, service, [slice(false)]) ?? "", /has no ready endpoint/);
    assert.match(waitReason({ ...wait, port: 80 }, service, [slice(true)]) ?? "", /has no port 80/);
    assert.match(waitReason(wait, undefined, []) ?? "", /there is no service web\/s/);
  });
});
