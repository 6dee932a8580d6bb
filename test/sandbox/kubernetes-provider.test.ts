import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clusters } from "../../sandbox/cluster/clusters";
import { KubeClient, type KubeObject } from "../../sandbox/cluster/kubeClient";
import { SandboxFolder } from "../../sandbox/folder";
import { kubernetesProvider } from "../../sandbox/kubernetes/provider";
import { runningProcesses, stopProcesses } from "../../sandbox/processes";
import { InitializationError, type Provider } from "../../sandbox/provider/provider";
import { at } from "../../sandbox/provider/values";
import { address, google, node } from "../support/clusterObjects";
import { eventually } from "../support/eventually";
import { InlineStack } from "../support/inlineStack";
import { providerContext } from "../support/providerContext";
import { searchProgram, type SearchVariant } from "../support/searchProgram";

/** Never becomes ready: its image is in no registry. */
const pod = {
  apiVersion: "v1",
  kind: "Pod",
  spec: { containers: [{ name: "main", image: "nowhere.example/app@sha256:00" }] },
};
const cluster = "projects/p/locations/europe-west1/clusters/one";

describe("Kubernetes stand-in on a real control plane", function () {
  this.timeout(300_000);
  const folder = new SandboxFolder(mkdtempSync(join(tmpdir(), "loklak-kubernetes-")));
  let client!: KubeClient;
  let kubeconfig!: string;
  let stack!: InlineStack;

  before(async () => {
    writeFileSync(folder.google, JSON.stringify(google));
    const clusters = new Clusters(folder);
    await clusters.create(cluster);
    await clusters.applyNodes(cluster, "main", [node("b1", "europe-west1-b")]);
    kubeconfig = readFileSync(folder.cluster(cluster).kubeconfig, "utf8");
    client = new KubeClient(kubeconfig);
    const provider = kubernetesProvider({ extraCaFile: folder.caCertificate });
    stack = await InlineStack.open(folder, ["kubernetes", "4.34.2"], provider);
  });

  after(async () => {
    stack?.close();
    await stopProcesses(runningProcesses(folder.path), 0);
    rmSync(folder.path, { recursive: true });
  });

  const connect = async (): Promise<Provider> => {
    const provider = kubernetesProvider({ extraCaFile: folder.caCertificate })();
    await provider.configure({ kubeconfig });
    return provider;
  };
  const get = async (kind: string, name: string, apiVersion = "v1"): Promise<KubeObject> => {
    const found = await client.get({ apiVersion, kind, metadata: { name, namespace: "search" } });
    assert.ok(found, `${kind} ${name} is not there`);
    return found;
  };
  const deployment = () => get("Deployment", "web", "apps/v1");
  const capacity = async () => at(await get("PersistentVolume", "index-0"), "spec", "capacity", "storage");
  let deployed: SearchVariant = {};
  const up = async (change: SearchVariant = {}): Promise<string[]> => {
    deployed = { ...deployed, ...change };
    return (await stack.up(searchProgram(kubeconfig, deployed))).sort();
  };
  const assertQuiet = async () => {
    assert.deepEqual(await stack.preview(searchProgram(kubeconfig, deployed)), []);
    assert.deepEqual(await stack.refresh(), []);
    assert.deepEqual(await up(), []);
  };

  it("deploys from nothing, waits for all of it, and is quiet afterwards", async () => {
    const planned = await stack.preview(searchProgram(kubeconfig));
    assert.deepEqual(await up(), planned.sort());
    assert.equal(at(await deployment(), "status", "readyReplicas"), 2);
    assert.equal(at(await get("Service", "public"), "status", "loadBalancer", "ingress", 0, "ip"), address);
    assert.equal(at(await get("PersistentVolumeClaim", "data-index-0"), "status", "phase"), "Bound");
    await assertQuiet();
  });

  it("refuses in the preview what the API server refuses", () =>
    assert.rejects(stack.preview(searchProgram(kubeconfig, { misspelt: true })), /replcas/));

  it("replaces a ConfigMap beside the old one and changes its users in place", async () => {
    const { metadata } = await deployment();
    const steps = [
      "create-replacement settings",
      "delete-replaced settings",
      "replace settings",
      "update web",
    ];
    assert.deepEqual(await up({ setting: "9001" }), steps);
    assert.equal((await deployment()).metadata.uid, metadata.uid);
    await assertQuiet();
  });

  it("removes from an object what is removed from the program", async () => {
    const label = async () => (await get("Namespace", "search")).metadata.labels?.extra;
    assert.deepEqual(await up({ label: "x" }), ["update search"]);
    assert.equal(await label(), "x");
    assert.deepEqual(await up({ label: undefined }), ["update search"]);
    assert.equal(await label(), undefined);
  });

  it("grows a claim and leaves the volume's capacity to the resizer", async () => {
    assert.deepEqual(await up({ claimSize: "20Gi" }), ["update data-index-0"]);
    await eventually(async () => assert.equal(await capacity(), "20Gi"));
    assert.deepEqual(await up({ volumeLabel: "x" }), ["update index-0"]);
    assert.equal(await capacity(), "20Gi");
    await assertQuiet();
  });

  it("shows what was changed by hand, and does not take it from who changed it", async () => {
    const scale = async (replicas: number) =>
      client.patch(await deployment(), { spec: { replicas } }, { fieldManager: "kubectl-scale" });
    await scale(3);
    assert.deepEqual(await stack.refresh(), ["update web"]);
    await assert.rejects(up(), /conflict with "kubectl-scale".*\.spec\.replicas/);
    await scale(2);
    assert.deepEqual(await stack.refresh(), ["update web"]);
    await assertQuiet();
  });

  it("deletes an object of a fixed name before it makes the new one", async () => {
    const uid = async () => (await get("StatefulSet", "index", "apps/v1")).metadata.uid;
    const before = await uid();
    await up({ serviceName: "nodes" });
    assert.notEqual(await uid(), before);
    await assertQuiet();
  });

  it("says which pod does not become ready and why, and goes on from there", async () => {
    const { metadata } = await deployment();
    await assert.rejects(
      up({ wantedKey: "none" }),
      /'web' timed out waiting to be Ready[^]*Pod search\/web-[^]*none/,
    );
    assert.deepEqual(await up({ wantedKey: undefined }), ["update web"]);
    assert.equal((await deployment()).metadata.uid, metadata.uid);
    await assertQuiet();
  });

  it("stops waiting when the engine cancels, and hands over what exists", async () => {
    const provider = await connect();
    const canceller = new AbortController();
    const context = { signal: canceller.signal, log: () => canceller.abort(), name: "stuck" };
    const inputs = { ...pod, metadata: { name: "stuck", namespace: "search" } };
    await assert.rejects(
      provider.create(inputs, providerContext("kubernetes:core/v1:Pod", context)),
      (error) =>
        error instanceof InitializationError &&
        error.created.id === "search/stuck" &&
        /operation was cancelled for "stuck"/.test(error.message),
    );
    await provider.delete("search/stuck", inputs, inputs, providerContext("kubernetes:core/v1:Pod"));
  });

  it("reads an object that somebody else made, without what is the server's own", async () => {
    const settings = {
      metadata: { name: "others", namespace: "search", labels: { a: "b" } },
      data: { key: "value" },
    };
    await client.create({ apiVersion: "v1", kind: "ConfigMap", ...settings });
    const provider = await connect();
    const context = providerContext("kubernetes:core/v1:ConfigMap");
    const found = await provider.read("search/others", {}, {}, context);
    assert.deepEqual(JSON.parse(JSON.stringify(found?.inputs)), {
      apiVersion: "v1",
      kind: "ConfigMap",
      ...settings,
    });
    assert.equal(await provider.read("search/nobody", {}, {}, context), undefined);
  });

  it("removes everything it made", async () => {
    await stack.destroy();
    for (const kind of ["PersistentVolume", "Namespace"]) {
      const { items } = await client.list("v1", kind);
      assert.ok(!items.some((item) => ["index-0", "search"].includes(item.metadata.name)));
    }
  });
});
