import assert from "node:assert/strict";
import { DataStorage } from "../components/kit/dataStorage";
import { DumpWriter } from "../components/dumpWriter";
import type { Properties } from "../sandbox/provider/provider";
import { withoutSecrets } from "../sandbox/provider/secrets";
import { testCluster, testDisks, testElasticsearch, testNamespace, testPool } from "./support/parts";
import { find, promiseOf, record, Recorded } from "./support/record";

interface Service {
  type?: string;
  clusterIP?: string;
  selector: Record<string, string>;
  ports: object[];
}
interface StatefulSet {
  replicas: number;
  serviceName: string;
  podManagementPolicy: string;
  selector: { matchLabels: Record<string, string> };
  volumeClaimTemplates?: object[];
  template: {
    metadata: { labels: Record<string, string> };
    spec: {
      containers: { volumeMounts: { name: string; mountPath: string }[]; envFrom: object[] }[];
      volumes: { name: string; persistentVolumeClaim?: object; emptyDir?: object }[];
    };
  };
}

describe("DumpWriter", () => {
  let resources: Recorded[];
  let writer!: DumpWriter;
  before(async () => {
    resources = await record((opts) => {
      writer = new DumpWriter(
        "dump-writer",
        {
          cluster: testCluster,
          namespace: testNamespace("web", opts),
          image: "registry.example/loklak@sha256:1",
          disk: testDisks(1, 100, opts)[0]!,
          storage: new DataStorage("data", { cluster: testCluster, name: "loklak-data" }, opts),
          nodePool: testPool(opts),
          heapMb: 1024,
          memoryMb: 1536,
          cpuMillis: 500,
          settings: { "DoS.blackout": "50" },
          elasticsearch: testElasticsearch(0, 100, opts),
        },
        opts,
      );
    });
  });
  const statefulSet = () => find(resources, "kubernetes:apps/v1:StatefulSet", "dump-writer");
  const spec = () => statefulSet().inputs["spec"] as StatefulSet;

  const serviceNamed = (name: string) =>
    find(resources, "kubernetes:core/v1:Service", name).inputs["spec"] as Service;

  it("belongs to its component", () => {
    assert.deepEqual(statefulSet().parents, ["loklak:kubernetes:DumpWriter"]);
  });

  it("is one pod that stops before the next one starts, and a bad version can be replaced by a better one", () => {
    assert.equal(spec().replicas, 1);
    assert.equal(spec().podManagementPolicy, "Parallel");
    assert.equal(spec().volumeClaimTemplates, undefined);
  });

  it("is named by a headless service that selects it", () => {
    const { clusterIP, selector } = serviceNamed(spec().serviceName);
    assert.equal(clusterIP, "None");
    assert.deepEqual(selector, spec().selector.matchLabels);
  });

  it("keeps all that loklak writes on the dump disk, which one pod alone can have", () => {
    const { containers, volumes } = spec().template.spec;
    const [mount] = containers[0]!.volumeMounts.filter(
      ({ mountPath }) => mountPath === "/loklak_server/data",
    );
    const [volume] = volumes.filter(({ name }) => name === mount?.name);
    assert.deepEqual(volume?.persistentVolumeClaim, { claimName: "data-dump-disk" });
    const claim = find(resources, "kubernetes:core/v1:PersistentVolumeClaim", "dump");
    const { accessModes } = claim.inputs["spec"] as { accessModes: string[] };
    assert.deepEqual(accessModes, ["ReadWriteOncePod"]);
    assert.deepEqual(claim.parents, ["loklak:kubernetes:DumpWriter", "loklak:kubernetes:DataVolume"]);
  });

  it("writes dumps, with the configured settings as secrets that win", () => {
    const { data } = find(resources, "kubernetes:core/v1:ConfigMap", "dump-writer").inputs as {
      data: Record<string, string>;
    };
    assert.equal(data["dump_write_enabled"], "true");
    const { stringData } = find(resources, "kubernetes:core/v1:Secret", "dump-writer").inputs;
    assert.deepEqual(withoutSecrets(stringData as Properties), { DoS_blackout: "50" });
    const [first, second] = spec().template.spec.containers[0]!.envFrom;
    assert.ok(first && "configMapRef" in first && second && "secretRef" in second);
  });

  it("is reached inside the cluster only, at its listing of dumps", async () => {
    const service = serviceNamed("dump-writer");
    assert.equal(service.type, undefined);
    assert.equal(service.clusterIP, undefined);
    assert.deepEqual(service.ports, [{ name: "http", port: 80, targetPort: "http" }]);
    const { labels } = spec().template.metadata;
    for (const [key, value] of Object.entries(service.selector)) assert.equal(labels[key], value);
    assert.notEqual(labels["app.kubernetes.io/component"], "api", "the public service would select it");
    assert.equal(await promiseOf(writer.url), "http://dump-writer.web/dump/");
  });
});
