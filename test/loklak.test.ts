import assert from "node:assert/strict";
import { LoklakApi } from "../components/loklakApi";
import { loklakSettings } from "../components/loklakSettings";
import { testElasticsearch, testNamespace, testPool } from "./support/parts";
import { find, promiseOf, record, Recorded } from "./support/record";

interface Deployment {
  replicas: number;
  strategy: { rollingUpdate: { maxUnavailable: number } };
  selector: { matchLabels: Record<string, string> };
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
}
interface PodSpec {
  terminationGracePeriodSeconds: number;
  initContainers: { command: string[] }[];
  containers: {
    image: string;
    livenessProbe: { httpGet: { path: string } };
    readinessProbe: { exec: { command: string[] } };
    lifecycle: { preStop: { exec: { command: string[] } } };
    ports: { name: string; containerPort: number }[];
  }[];
}

describe("LoklakApi", () => {
  let resources: Recorded[];
  let api!: LoklakApi;
  before(async () => {
    resources = await record((opts) => {
      const namespace = testNamespace("web", opts);
      api = new LoklakApi(
        "loklak-api",
        {
          namespace,
          image: "registry.example/loklak@sha256:1",
          replicas: 2,
          nodePool: testPool(opts),
          heapMb: 1024,
          memoryMb: 1536,
          cpuMillis: 500,
          elasticsearch: testElasticsearch(3, 100, opts),
        },
        opts,
      );
    });
  });
  const deployment = () =>
    find(resources, "kubernetes:apps/v1:Deployment", "loklak-api").inputs["spec"] as Deployment;

  it("belongs to its component", () => {
    const { parents } = find(resources, "kubernetes:apps/v1:Deployment", "loklak-api");
    assert.deepEqual(parents, ["loklak:kubernetes:LoklakApi"]);
  });

  it("never has fewer servers than configured while a new version comes", () => {
    assert.equal(deployment().replicas, 2);
    assert.equal(deployment().strategy.rollingUpdate.maxUnavailable, 0);
  });

  it("waits for a yellow index, and drains its queue within the grace period", () => {
    const { spec } = deployment().template;
    assert.match(
      spec.initContainers[0]?.command.join(" ") ?? "",
      /http:\/\/elasticsearch\.elasticsearch:9200\/_cluster\/health\?wait_for_status=yellow/,
    );
    const [script, last, seconds] = spec.containers[0]?.lifecycle.preStop.exec.command ?? [];
    assert.equal(script, "drain.sh");
    assert.ok(Number(last) + 150 <= Number(seconds), seconds);
    assert.ok(Number(seconds) + 20 <= spec.terminationGracePeriodSeconds, seconds);
  });

  it("serves for as long as an answer of GKE's DNS may be used, and nginx keeps it", () => {
    const [, last] = deployment().template.spec.containers[0]?.lifecycle.preStop.exec.command ?? [];
    assert.ok(Number(last) >= 30 + 5, last);
  });

  it("is found by the door through a name that resolves to its pods, and another that leads to those about to end", async () => {
    for (const [name, ip, address] of [
      ["loklak-api-headless", "None", api.address],
      ["loklak-api", undefined, api.endingAddress],
    ] as const) {
      const { inputs } = find(resources, "kubernetes:core/v1:Service", name);
      const { clusterIP, selector, ports } = inputs["spec"] as Record<string, unknown>;
      assert.equal(clusterIP, ip);
      assert.deepEqual(selector, deployment().selector.matchLabels);
      assert.deepEqual(ports, [{ name: "http", port: 9000, targetPort: "http" }]);
      assert.deepEqual(await promiseOf(address), { host: `${name}.web.svc.cluster.local`, port: 9000 });
    }
  });

  it("lives by a static page and is ready by its index", () => {
    const [container] = deployment().template.spec.containers;
    assert.equal(container?.livenessProbe.httpGet.path, "/robots.txt");
    assert.deepEqual(container?.readinessProbe.exec.command, ["ready.sh", "8"]);
  });

  it("lets maintenance take one pod at a time, and gives pods an account without a token", () => {
    const budget = find(resources, "kubernetes:policy/v1:PodDisruptionBudget", "loklak-api");
    assert.deepEqual(budget.parents, ["loklak:kubernetes:LoklakApi", "loklak:kubernetes:PodGroup"]);
    assert.deepEqual(budget.inputs["spec"], {
      maxUnavailable: 1,
      selector: deployment().selector,
      unhealthyPodEvictionPolicy: "IfHealthyBudget",
    });
    const account = find(resources, "kubernetes:core/v1:ServiceAccount", "loklak-api");
    assert.equal(account.inputs["automountServiceAccountToken"], false);
  });

  it("holds its namespace to the restricted Pod Security level", () => {
    const { inputs, parents } = find(resources, "kubernetes:core/v1:Namespace", "web");
    assert.deepEqual(parents, ["loklak:kubernetes:Namespace"]);
    const { labels } = inputs["metadata"] as { labels: Record<string, string> };
    assert.equal(labels["pod-security.kubernetes.io/enforce"], "restricted");
  });
});

describe("loklak's settings", () => {
  const args = {
    elasticsearch: ["elasticsearch-0.elasticsearch:9300", "elasticsearch-1.elasticsearch:9300"],
    writeDumps: false,
  };

  it("are environment variables, with every Elasticsearch node in one of them", () => {
    const settings = loklakSettings(args);
    assert.equal(
      settings["elasticsearch_transport_addresses"],
      "elasticsearch-0.elasticsearch:9300,elasticsearch-1.elasticsearch:9300",
    );
    assert.equal(settings["dump_write_enabled"], "false");
    assert.equal(settings["backend"], "");
    assert.equal(settings["elasticsearch_index_number_of_replicas"], "1");
    assert.equal(
      loklakSettings({ ...args, elasticsearch: ["one:9300"] })["elasticsearch_index_number_of_replicas"],
      "0",
    );
    for (const key of Object.keys(settings)) assert.match(key, /^[A-Za-z_]+$/);
  });
});
