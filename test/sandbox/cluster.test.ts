import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clusters } from "../../sandbox/cluster/clusters";
import { stopClusters } from "../../sandbox/cluster/stopClusters";
import type { Claim, PersistentVolume, Pod, Service } from "../../sandbox/cluster/controllers/objects";
import { realPods } from "../../sandbox/cluster/nodes";
import { KubeClient, type KubeObject, type ObjectReference } from "../../sandbox/cluster/kubeClient";
import { SandboxFolder } from "../../sandbox/folder";
import { endPods } from "../../sandbox/nodes/shutDown";
import { runningProcesses, stopProcesses } from "../../sandbox/processes";
import * as objects from "../support/clusterObjects";
import { eventually } from "../support/eventually";

const one = "projects/p/locations/europe-west1/clusters/one";
const two = "projects/p/locations/europe-west1-b/clusters/two";
const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data-index-0", namespace: "search" },
};
const indexPod = { apiVersion: "v1", kind: "Pod", metadata: { name: "index-0", namespace: "search" } };

describe("control planes", function () {
  this.timeout(120_000);
  const folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-clusters-")));
  const clusters = new Clusters(folder);
  let client!: KubeClient;

  const connect = (id: string) => new KubeClient(readFileSync(folder.cluster(id).kubeconfig, "utf8"));
  const get = async <T extends KubeObject>(reference: ObjectReference, from = client) => {
    const object = await from.get<T>(reference);
    assert.ok(object, `${reference.kind} ${reference.metadata.name} is not there`);
    return object;
  };
  const assertReady = async (reference: ObjectReference, from = client) => {
    const { status } = await get<Pod>(reference, from);
    assert.ok(status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True"));
  };
  const processIds = (id: string) => runningProcesses(folder.cluster(id).path).map(({ pid }) => pid);

  before(async () => {
    writeFileSync(folder.google, JSON.stringify(objects.google));
    const { endpoint } = await clusters.create(one);
    assert.match(endpoint, /^127\.\d+\.\d+\.\d+:6443$/);
    client = connect(one);
    await clusters.applyNodes(one, "main", [
      objects.node("b1", "europe-west1-b"),
      objects.node("c1", "europe-west1-c"),
    ]);
    for (const object of [objects.namespace("search"), ...objects.storage]) await client.create(object);
  });

  after(async () => {
    await stopProcesses(runningProcesses(folder.path), 0);
    rmSync(folder.path, { recursive: true });
  });

  it("refuse a privileged pod where Pod Security says restricted", async () => {
    await client.create(objects.namespace("strict", "restricted"));
    const privileged = { name: "main", image: objects.image, securityContext: { privileged: true } };
    const pod = {
      ...indexPod,
      metadata: { name: "p", namespace: "strict" },
      spec: { containers: [privileged] },
    };
    const refused = () =>
      assert.rejects(client.create(pod), /violates PodSecurity "restricted:latest": privileged/);
    await eventually(refused);
  });

  it("attach a StatefulSet's disk, then let its pod be Ready", async () => {
    await client.create(objects.statefulSet);
    await eventually(() => assertReady(indexPod));
    assert.deepEqual(await clusters.attachedDisks(), [
      { volumeHandle: objects.disk, node: "b1", cluster: one },
    ]);
  });

  it("keep a pod waiting as long as its ConfigMap lacks a key", async () => {
    await client.create(objects.configMap({ host: "h" }));
    await client.create(objects.configuredPod);
    const waiting = await eventually(async () => {
      const { status } = await get<Pod>(objects.configuredPod);
      assert.ok(status?.containerStatuses);
      return status;
    });
    assert.deepEqual(waiting.containerStatuses?.[0]?.state, {
      waiting: {
        reason: "CreateContainerConfigError",
        message: "couldn't find key port in ConfigMap search/settings",
      },
    });
    await client.patch(objects.configMap({}), { data: { port: "9200" } });
    await eventually(() => assertReady(objects.configuredPod));
  });

  it("give a service its reserved address, and no other one", async () => {
    await client.create(objects.loadBalancer("web", objects.address));
    await client.create(objects.loadBalancer("free", "34.9.9.9"));
    await eventually(async () => {
      const { status } = await get<Service>(objects.loadBalancer("web", ""));
      assert.deepEqual(status?.loadBalancer?.ingress, [{ ip: objects.address, ipMode: "VIP" }]);
    });
    assert.deepEqual(await clusters.addressUsers(objects.address), ["search/web"]);
    await eventually(async () => {
      const { items } = await client.list("v1", "Event", { fieldSelector: "involvedObject.name=free" });
      assert.match(
        String(items[0]?.message),
        /34\.9\.9\.9 is not reserved as an external one in region europe-west1/,
      );
    });
    assert.deepEqual((await get<Service>(objects.loadBalancer("free", ""))).status, { loadBalancer: {} });
  });

  it("grow a claim up to its disk's size", async () => {
    const ask = (storage: string) => client.patch(claim, { spec: { resources: { requests: { storage } } } });
    await ask("20Gi");
    await eventually(async () => assert.equal((await get<Claim>(claim)).status?.capacity?.storage, "20Gi"));
    const volume = await client.get<PersistentVolume>({
      ...claim,
      kind: "PersistentVolume",
      metadata: { name: "index-0" },
    });
    assert.equal(volume?.spec.capacity?.storage, "20Gi");
    await ask("30Gi");
    await eventually(async () => {
      const [condition] = (await get<Claim>(claim)).status?.conditions ?? [];
      assert.match(condition?.message ?? "", /has 20Gi, which is less than 30Gi/);
    });
  });

  it("move a disk when its node goes", async () => {
    await clusters.applyNodes(one, "main", [objects.node("b2", "europe-west1-b")]);
    const { items } = await client.list("v1", "Node");
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      ["b2"],
    );
    await eventually(() => assertReady(indexPod));
    assert.deepEqual(await clusters.attachedDisks(), [
      { volumeHandle: objects.disk, node: "b2", cluster: one },
    ]);
  });

  it("change the labels and taints of a node in place", async () => {
    const spec = objects.node("b2", "europe-west1-b");
    const taints = [{ key: "role", value: "search", effect: "NoSchedule" }];
    const b2 = { apiVersion: "v1", kind: "Node", metadata: { name: "b2" } };
    const { uid } = (await get(b2)).metadata;
    await clusters.applyNodes(one, "main", [{ ...spec, labels: { role: "search" }, taints }]);
    const changed = await get<KubeObject & { spec: object }>(b2);
    assert.deepEqual([changed.metadata.labels?.role, changed.spec], ["search", { taints }]);
    await clusters.applyNodes(one, "main", [spec]);
    const restored = await get<KubeObject & { spec: object }>(b2);
    assert.deepEqual(
      [restored.metadata.uid, restored.metadata.labels?.role, restored.spec],
      [uid, undefined, {}],
    );
  });

  it("run side by side, and a disk or address in use in one is not to be had in the other", async () => {
    await clusters.create(two);
    await clusters.applyNodes(two, "main", [objects.node("b3", "europe-west1-b")]);
    const other = connect(two);
    const web = objects.loadBalancer("web", objects.address);
    for (const object of [objects.namespace("search"), ...objects.storage, objects.statefulSet, web])
      await other.create(object);
    await eventually(async () => {
      const { items } = await other.list<KubeObject & { message: string }>("v1", "Event", {
        namespace: "search",
      });
      const messages = items.map(({ message }) => message).join("\n");
      assert.match(messages, /RESOURCE_IN_USE_BY_ANOTHER_RESOURCE.*is already being used by 'b2'/);
      assert.match(messages, /the address 34\.1\.2\.3 is in use by the service search\/web/);
    });
    await clusters.erase(two);
    assert.deepEqual(processIds(two), []);
    await eventually(() => assertReady(indexPod));
  });

  it("tell which pods of real nodes outlive what they were given to end", async () => {
    const metadata = { name: "real", labels: realPods };
    await client.create({ apiVersion: "v1", kind: "Node", metadata });
    const owner = await get(objects.configMap({}));
    const {
      metadata: { name = "", uid = "" },
    } = owner;
    const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name, uid, controller: true }];
    const containers = [{ name: "main", image: objects.image }];
    await client.create({
      ...indexPod,
      metadata: { name: "late", namespace: "search", ownerReferences },
      spec: { nodeName: "real", terminationGracePeriodSeconds: 1, containers },
    });
    const told: string[] = [];
    // No kubelet ends it.
    await endPods(client, (line) => told.push(line));
    assert.deepEqual(told, [
      "asking late to end, at most 1 s",
      "not ended after 11 s, cut off with their nodes: late",
    ]);
  });

  it("stop, and resume with the same data at the same address", async () => {
    await stopClusters(folder, "ask", () => undefined);
    assert.deepEqual(processIds(one), []);
    await clusters.resume();
    await assertReady(indexPod);
    await client.create(objects.configMap({}, "after"));
  });

  it("are started again when they were killed, and nothing else is", async () => {
    const before = runningProcesses(folder.cluster(one).path);
    await stopProcesses(
      before.filter(({ name }) => /kube-apiserver|controllers/.test(name)),
      0,
    );
    // One that was just starting gives up when the API server is away, perhaps only after the others were looked at.
    await eventually(async () => {
      await clusters.resume();
      assert.equal(processIds(one).length, before.length);
    });
    await assertReady(indexPod);
    const etcd = before.find(({ name }) => name.endsWith("/etcd"));
    assert.ok(etcd !== undefined && processIds(one).includes(etcd.pid));
  });

  it("start from nothing after a creation that was killed", async () => {
    rmSync(folder.cluster(one).description);
    const left = processIds(one);
    await clusters.create(one);
    assert.deepEqual(
      processIds(one).filter((pid) => left.includes(pid)),
      [],
    );
    assert.deepEqual((await connect(one).list("v1", "Node")).items, []);
  });
});
