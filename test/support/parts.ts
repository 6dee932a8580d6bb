import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "../../components/cluster";
import { DataDisk } from "../../components/kit/dataDisk";
import { DataStorage } from "../../components/kit/dataStorage";
import { Elasticsearch } from "../../components/elasticsearch";
import { Namespace } from "../../components/kit/namespace";
import { Network } from "../../components/network";
import { NodeIdentity } from "../../components/nodeIdentity";
import { NodePool } from "../../components/nodePool";

type Options = pulumi.ComponentResourceOptions;

/** A cluster without any resource. */
export const testCluster = {
  clusterName: pulumi.output("c"),
  location: pulumi.output("l"),
  objectName: (name) => pulumi.output(name),
} as Cluster;

/** The components others are built on, with arguments that no test looks at. */
export function testNetwork(opts: Options): Network {
  const ranges = { nodeRange: "10.0.0.0/20", podRange: "10.1.0.0/16", serviceRange: "10.2.0.0/20" };
  return new Network("network", { name: "n", region: "us-central1", ...ranges }, opts);
}

export function testNamespace(name: string, opts: Options): Namespace {
  const quota = { pods: 1, cpuMillis: 500, memoryMb: 1024, claims: 1, loadBalancers: 1 };
  return new Namespace(name, { cluster: testCluster, name, quota }, opts);
}

export function testIdentity(opts: Options): NodeIdentity {
  return new NodeIdentity("nodes", { accountId: "loklak-test-nodes", project: "p" }, opts);
}

export function testPool(opts: Options): NodePool {
  return new NodePool(
    "index",
    {
      cluster: testCluster,
      zones: ["us-central1-a", "us-central1-b"],
      machineType: "e2-standard-4",
      nodesPerZone: 2,
      bootDiskSizeGb: 50,
      dedicated: true,
      identity: testIdentity(opts),
      labels: {},
    },
    opts,
  );
}

export function testDisks(nodes: number, sizeGb: number, opts: Options): DataDisk[] {
  return Array.from({ length: nodes }, (_, i) => {
    const name = `data-index-disk-${i}`;
    return new DataDisk(
      name,
      {
        name,
        project: "p",
        region: "us-central1",
        zones: ["us-central1-b"],
        sizeGb,
        type: "pd-ssd",
        labels: {},
        key: "k",
      },
      opts,
    );
  });
}

export function testElasticsearch(nodes: number, sizeGb: number, opts: Options): Elasticsearch {
  return new Elasticsearch(
    "elasticsearch",
    {
      cluster: testCluster,
      image: "registry.example/elasticsearch@sha256:1",
      disks: testDisks(nodes, sizeGb, opts),
      generation: 1,
      storage: new DataStorage("data", { cluster: testCluster, name: "loklak-data" }, opts),
      nodePool: testPool(opts),
      heapMb: 512,
      memoryMb: 1024,
      cpuMillis: 500,
    },
    opts,
  );
}
