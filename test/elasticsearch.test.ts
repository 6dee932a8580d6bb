import assert from "node:assert/strict";
import { elasticsearchConfig, elasticsearchLogging } from "../components/elasticsearchConfig";
import { Elasticsearch } from "../components/elasticsearch";
import { testElasticsearch } from "./support/parts";
import { find, record, Recorded } from "./support/record";

/** The parts of the rendered objects that the tests look at. */
interface Service {
  clusterIP?: string;
  publishNotReadyAddresses?: boolean;
  selector: Record<string, string>;
  ports: { port: number }[];
}
interface StatefulSet {
  replicas: number;
  podManagementPolicy: string;
  serviceName: string;
  selector: { matchLabels: Record<string, string> };
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
  volumeClaimTemplates: { metadata: { name: string }; spec: { resources: object } }[];
}
interface PodSpec {
  nodeSelector: object;
  automountServiceAccountToken: boolean;
  securityContext: object;
  containers: {
    securityContext: object;
    readinessProbe: { httpGet: { path: string } };
    image: string;
    imagePullPolicy: string;
    env: object[];
    volumeMounts: { name: string; mountPath: string }[];
  }[];
  volumes: { name: string; configMap?: { name: string } }[];
}

describe("Elasticsearch", () => {
  let elasticsearch!: Elasticsearch;
  const make = (nodes: number, diskSizeGb = 100): Promise<Recorded[]> =>
    record((opts) => {
      elasticsearch = testElasticsearch(nodes, diskSizeGb, opts);
    });
  const statefulSet = (resources: Recorded[]) =>
    find(resources, "kubernetes:apps/v1:StatefulSet", "elasticsearch").inputs["spec"] as StatefulSet;
  const service = (resources: Recorded[], name: string) =>
    find(resources, "kubernetes:core/v1:Service", name).inputs["spec"] as Service;

  it("gives every node its claim, named as the StatefulSet expects it", async () => {
    const resources = await make(3);
    const { replicas, volumeClaimTemplates } = statefulSet(resources);
    assert.equal(replicas, 3);
    for (const node of [0, 1, 2]) {
      const claim = find(resources, "kubernetes:core/v1:PersistentVolumeClaim", `index-${node}`);
      assert.deepEqual(claim.parents, ["loklak:kubernetes:Elasticsearch", "loklak:kubernetes:DataVolume"]);
      assert.equal(
        (claim.inputs["metadata"] as { name: string }).name,
        `${volumeClaimTemplates[0]?.metadata.name}-elasticsearch-${node}`,
      );
    }
  });

  it("keeps its claim template whatever the disks' size, since it is immutable", async () => {
    const small = statefulSet(await make(1, 100)).volumeClaimTemplates;
    assert.deepEqual(statefulSet(await make(1, 500)).volumeClaimTemplates, small);
  });

  it("starts all nodes at once and lets them find each other before they are ready", async () => {
    const resources = await make(3);
    const { podManagementPolicy, serviceName } = statefulSet(resources);
    assert.equal(podManagementPolicy, "Parallel");
    const discovery = service(resources, serviceName);
    assert.deepEqual(find(resources, "kubernetes:core/v1:Service", serviceName).parents, [
      "loklak:kubernetes:Elasticsearch",
      "loklak:kubernetes:ElasticsearchServices",
    ]);
    assert.equal(discovery.clusterIP, "None");
    assert.equal(discovery.publishNotReadyAddresses, true);
  });

  it("has one service for all and one for each node", async () => {
    const resources = await make(3);
    assert.deepEqual(
      service(resources, "elasticsearch").ports.map(({ port }) => port),
      [9200, 9300],
    );
    assert.equal(elasticsearch.httpAddress, "elasticsearch.elasticsearch:9200");
    assert.deepEqual(elasticsearch.transportAddresses, [
      "elasticsearch-0.elasticsearch:9300",
      "elasticsearch-1.elasticsearch:9300",
      "elasticsearch-2.elasticsearch:9300",
    ]);
    const { selector, clusterIP } = service(resources, "elasticsearch-2");
    assert.equal(selector["statefulset.kubernetes.io/pod-name"], "elasticsearch-2");
    assert.equal(clusterIP, undefined);
  });

  it("selects by labels its pods carry", async () => {
    const resources = await make(1);
    const { selector, template } = statefulSet(resources);
    for (const [key, value] of Object.entries({
      ...selector.matchLabels,
      ...service(resources, "elasticsearch").selector,
    }))
      assert.equal(template.metadata.labels[key], value);
  });

  it("runs the image as rendered, with its heap and its configuration", async () => {
    const resources = await make(1);
    const { spec } = statefulSet(resources).template;
    assert.equal(spec.automountServiceAccountToken, false);
    assert.deepEqual(spec.securityContext, {
      fsGroup: 10001,
      fsGroupChangePolicy: "OnRootMismatch",
      runAsGroup: 10001,
      runAsNonRoot: true,
      runAsUser: 10001,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(spec.containers[0]?.securityContext, {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsGroup: 10001,
      runAsNonRoot: true,
      runAsUser: 10001,
    });
    assert.match(
      spec.containers[0]?.readinessProbe.httpGet.path ?? "",
      /_cluster\/health\?timeout=1s&master_timeout=1s/,
    );
    assert.equal(spec.containers[0]?.image, "registry.example/elasticsearch@sha256:1");
    assert.equal(spec.containers[0]?.imagePullPolicy, "Always");
    assert.deepEqual(spec.containers[0]?.env[0], { name: "ES_HEAP_SIZE", value: "512m" });
    assert.deepEqual(spec.nodeSelector, { "loklak.org/node-pool": "index" });
    const config = find(resources, "kubernetes:core/v1:ConfigMap", "elasticsearch");
    assert.equal(
      (config.inputs["metadata"] as { name?: string }).name,
      undefined,
      "a fixed name would not restart pods",
    );
    assert.ok(spec.volumes.some(({ configMap }) => configMap?.name === "elasticsearch-00000000"));
  });
});

describe("elasticsearch.yml", () => {
  it("is this text for three nodes", () => {
    assert.equal(
      elasticsearchConfig({ nodes: 3, discoveryHost: "elasticsearch-discovery.elasticsearch.svc" }),
      `cluster.name: loklakcluster
node.name: \${HOSTNAME}
network.bind_host: 0.0.0.0
network.publish_host: \${POD_IP}
path.scripts: /elasticsearch/scripts
discovery.zen.ping.unicast.hosts:
  - elasticsearch-discovery.elasticsearch.svc
discovery.zen.fd.ping_timeout: 5s
discovery.zen.minimum_master_nodes: 2
gateway.recover_after_nodes: 2
gateway.expected_nodes: 3
gateway.recover_after_time: 1m
gateway.initial_shards: full
action.auto_create_index: false
action.destructive_requires_name: true
index.store.type: niofs
index.translog.durability: request
script.inline: false
script.indexed: false
script.file: false
`,
    );
  });

  it("asks a majority for a master, and looks for nobody when alone", () => {
    for (const [nodes, majority] of [
      [1, 1],
      [3, 2],
      [5, 3],
    ] as const) {
      const text = elasticsearchConfig({ nodes, discoveryHost: "h" });
      assert.match(text, new RegExp(`minimum_master_nodes: ${majority}\\n`));
      assert.equal(text.includes("unicast"), nodes > 1);
    }
  });

  it("comes with a logging.yml that writes to standard output only", () => {
    assert.equal(
      elasticsearchLogging(),
      `es.logger.level: INFO
rootLogger: \${es.logger.level}, console
appender:
  console:
    type: console
    layout:
      type: consolePattern
      conversionPattern: "[%d{ISO8601}][%-5p][%-25c] %m%n"
`,
    );
  });
});
