import assert from "node:assert/strict";
import { stringify } from "yaml";
import { withName } from "../sandbox/kubernetes/naming";
import { kubernetesProvider } from "../sandbox/kubernetes/provider";
import { formatPath, parsePath } from "../sandbox/kubernetes/propertyPath";
import { objectType } from "../sandbox/kubernetes/resourceType";
import { UNKNOWN, type Properties } from "../sandbox/provider/provider";
import { textAt } from "../sandbox/provider/values";
import { providerContext } from "./support/providerContext";

const provider = kubernetesProvider({ extraCaFile: "/none" })();

describe("Kubernetes stand-in: provider arguments", () => {
  const config = (cluster: Properties = {}): Properties => ({
    "current-context": "one",
    contexts: ["one", "two"].map((name) => ({ name, context: { cluster: name, user: "u" } })),
    clusters: ["one", "two"].map((name) => ({ name, cluster: { server: `https://${name}:1`, ...cluster } })),
    users: [{ name: "u", user: { token: "t" } }],
  });
  const kubeconfig = stringify(config());
  const other = stringify(config({ "tls-server-name": "x" }));

  const cases: Record<string, [Properties, Properties, Properties]> = {
    "nothing changed": [{ kubeconfig }, { kubeconfig }, {}],
    "another spelling of the same cluster": [
      { kubeconfig },
      { kubeconfig: config() },
      { kubeconfig: "update" },
    ],
    "another active cluster": [{ kubeconfig }, { kubeconfig: other }, { kubeconfig: "update-replace" }],
    "another credential": [
      { kubeconfig },
      { kubeconfig: kubeconfig.replace("token: t", "token: s") },
      { kubeconfig: "update" },
    ],
    "another context": [
      { kubeconfig, context: "one" },
      { kubeconfig, context: "two" },
      { context: "update-replace" },
    ],
    "another cluster by argument": [
      { kubeconfig, cluster: "one" },
      { kubeconfig, cluster: "two" },
      { cluster: "update-replace" },
    ],
    "a cluster that is not there": [
      { kubeconfig, cluster: "one" },
      { kubeconfig, cluster: "none" },
      { cluster: "update" },
    ],
    "a kubeconfig not told yet": [{ kubeconfig }, { kubeconfig: UNKNOWN }, { kubeconfig: "update-replace" }],
    "an identifier added": [{}, { clusterIdentifier: "a" }, { clusterIdentifier: "add" }],
    "an identifier removed": [{ clusterIdentifier: "a" }, {}, { clusterIdentifier: "delete" }],
    "an identifier changed": [
      { clusterIdentifier: "a" },
      { clusterIdentifier: "b" },
      { clusterIdentifier: "update-replace" },
    ],
    "an identifier removed and another cluster": [
      { clusterIdentifier: "a", kubeconfig },
      { kubeconfig: other },
      { clusterIdentifier: "delete", kubeconfig: "update-replace" },
    ],
    "another cluster with the same identifier": [
      { clusterIdentifier: "a", kubeconfig },
      { clusterIdentifier: "a", kubeconfig: other },
      { kubeconfig: "update" },
    ],
    "a kubeconfig not told yet with the same identifier": [
      { clusterIdentifier: "a", kubeconfig },
      { clusterIdentifier: "a", kubeconfig: UNKNOWN },
      { kubeconfig: "update" },
    ],
    "an identifier not told yet": [
      { clusterIdentifier: "a", kubeconfig },
      { clusterIdentifier: UNKNOWN, kubeconfig },
      { clusterIdentifier: "update-replace" },
    ],
  };
  for (const [what, [olds, news, changes]] of Object.entries(cases))
    it(`${what}: ${JSON.stringify(changes)}`, async () => {
      const diff = await provider.diffConfig(olds, news, providerContext("pulumi:providers:kubernetes"));
      assert.deepEqual(diff.changes, changes);
    });

  it("fails to compare with a kubeconfig that is none, whatever the identifier", () =>
    assert.rejects(
      provider.diffConfig(
        { clusterIdentifier: "a", kubeconfig },
        { clusterIdentifier: "a", kubeconfig: "clusters: { INVALID }" },
        providerContext("pulumi:providers:kubernetes"),
      ),
      /failed to parse kubeconfig/,
    ));

  const refused: Record<string, [Properties, string]> = {
    "no kubeconfig": [{}, "kubeconfig"],
    "a kubeconfig that is none": [{ kubeconfig: "what" }, "kubeconfig"],
    "a context that is not there": [{ kubeconfig, context: "none" }, "kubeconfig"],
    "an unknown argument": [{ kubeconfig, renderYamlToDirectory: "x" }, "renderYamlToDirectory"],
    "client-side apply": [{ kubeconfig, enableServerSideApply: "false" }, "enableServerSideApply"],
    "a flag that is none": [{ kubeconfig: UNKNOWN, enableSecretMutable: "yes" }, "enableSecretMutable"],
  };
  for (const [what, [news, property]] of Object.entries(refused))
    it(`refuses ${what} with one message`, async () => {
      const { failures } = await provider.checkConfig(news);
      assert.deepEqual(
        failures.map((failure) => failure.property),
        [property],
      );
    });

  it("accepts what a later up will tell", async () => {
    const news = { kubeconfig: UNKNOWN, clusterIdentifier: UNKNOWN, enableConfigMapMutable: "true" };
    assert.deepEqual((await provider.checkConfig(news)).failures, []);
  });
});

describe("Kubernetes stand-in: an API server that does not answer", () => {
  const kubeconfig = stringify({
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
    clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "u", user: { token: "t" } }],
  });
  const type = "kubernetes:core/v1:ConfigMap";
  const connect = async (settings: Properties = {}) => {
    const made = kubernetesProvider({ extraCaFile: "/dev/null" })();
    await made.configure({ kubeconfig, ...settings });
    return made;
  };
  const state = { metadata: { name: "a", namespace: "n" } };

  it("lets previews go on, without a change of the namespace", async () => {
    const made = await connect();
    const news = { metadata: { name: "a" } };
    const { inputs } = await made.check(state, news, providerContext(type));
    assert.deepEqual(inputs.metadata, { name: "a", namespace: "n" });
    const preview = providerContext(type, { preview: true });
    assert.deepEqual(await made.create(inputs, preview), { id: "", outputs: inputs });
  });

  it("fails what needs it, with the reason and the way out", async () => {
    const made = await connect();
    const message = /cluster is unreachable: no answer.*deleteUnreachable/;
    await assert.rejects(made.create(state, providerContext(type)), message);
    await assert.rejects(made.read("n/a", state, state, providerContext(type)), message);
    await assert.rejects(made.delete("n/a", state, state, providerContext(type)), message);
  });

  it("forgets objects when told so", async () => {
    const made = await connect({ deleteUnreachable: "true" });
    assert.equal(await made.read("n/a", state, state, providerContext(type)), undefined);
    await made.delete("n/a", state, state, providerContext(type));
  });
});

describe("Kubernetes stand-in: names and types", () => {
  const seed = new Uint8Array([7]);
  const nameOf = (inputs: Properties) => textAt(inputs, "metadata", "name");

  it("chooses a name for an object without one, marks it, and keeps it", () => {
    const first = withName({}, {}, "web", seed);
    assert.match(nameOf(first), /^web-[0-9a-f]{8}$/);
    assert.deepEqual((first.metadata as Properties).annotations, { "pulumi.com/autonamed": "true" });
    assert.deepEqual(withName({ metadata: {} }, first, "web", new Uint8Array([8])), first);
    assert.deepEqual(withName({ metadata: { name: "own" } }, first, "web", seed), {
      metadata: { name: "own" },
    });
    assert.notEqual(
      nameOf(withName({}, {}, "web", new Uint8Array())),
      nameOf(withName({}, {}, "web", new Uint8Array())),
    );
  });

  it("adopts no name that the program had given", () => {
    assert.deepEqual(withName({}, { metadata: { name: "own" } }, "web", seed), {});
  });

  it("refuses generateName", () => {
    assert.throws(() => withName({ metadata: { generateName: "a-" } }, {}, "web", seed), /generateName/);
  });

  it("knows an object's kind by its type, and refuses by name what is none", () => {
    assert.deepEqual(objectType("kubernetes:core/v1:Namespace"), { apiVersion: "v1", kind: "Namespace" });
    const policy = { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" };
    assert.deepEqual(objectType("kubernetes:networking.k8s.io/v1:NetworkPolicy"), policy);
    for (const type of [
      "core/v1:ConfigMapList",
      "core/v1:NamespacePatch",
      "helm.sh/v3:Release",
      "yaml:ConfigFile",
      "kustomize/v2:Directory",
    ])
      assert.throws(() => objectType(`kubernetes:${type}`), new RegExp(type.split(":")[1] ?? ""));
  });

  it("writes and reads property paths as the engine does", () => {
    const path = ["metadata", "labels", "app.kubernetes.io/name"];
    assert.equal(formatPath(path), 'metadata.labels["app.kubernetes.io/name"]');
    assert.equal(formatPath(["spec", "ports", 0, "name"]), "spec.ports[0].name");
    assert.deepEqual(parsePath('metadata.labels["app.kubernetes.io/name"]'), path);
    assert.deepEqual(parsePath("spec.containers[*].image"), ["spec", "containers", "*", "image"]);
  });
});
