import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { DataDisk } from "./kit/dataDisk";
import { DataStorage } from "./kit/dataStorage";
import { DataVolume } from "./kit/dataVolume";
import { ElasticsearchServices } from "./elasticsearchServices";
import { elasticsearchConfig, elasticsearchLogging } from "./elasticsearchConfig";
import { elasticsearchPod } from "./elasticsearchPod";
import { formerDefaultDeny } from "./formerDefaultDeny";
import { Namespace } from "./kit/namespace";
import { NodePool } from "./nodePool";
import { PodGroup } from "./kit/podGroup";
import { elasticsearchTraffic } from "./traffic";

export interface ElasticsearchArgs {
  cluster: Cluster;
  /** By digest. */
  image: pulumi.Input<string>;
  /** One for each node, in the order of the nodes. */
  disks: DataDisk[];
  /** The restore that these disks are of; 1 is before any. Whoever remembers what is in the index forgets it when this changes. */
  generation: number;
  storage: DataStorage;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
}

const name = "elasticsearch";

/** The Elasticsearch cluster `loklakcluster` in a namespace of its own; node i keeps its index on disk i for ever. */
export class Elasticsearch extends pulumi.ComponentResource {
  readonly namespaceName: pulumi.Output<string>;
  /** `<service>.<namespace>:9200`, as the workloads of the cluster reach it. */
  readonly httpAddress: string;
  /** One address for each node, `<service>.<namespace>:9300`. */
  readonly transportAddresses: string[];
  /** Of the disks that are in use. */
  readonly generation: number;
  /** In the order of the nodes; that of another generation is made when no pod uses the last one any more. */
  readonly volumes: DataVolume[];

  constructor(resourceName: string, args: ElasticsearchArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:Elasticsearch", resourceName, args, opts);
    const child = { parent: this };

    const { cluster, cpuMillis, memoryMb } = args;
    const nodes = args.disks.length;
    const quota = { pods: nodes, cpuMillis, memoryMb, claims: nodes, loadBalancers: 0 };
    const policyAliases = [formerDefaultDeny()];
    const namespaceOfNodes = new Namespace(resourceName, { cluster, name, quota, policyAliases }, child);
    const namespace = namespaceOfNodes.namespaceName;
    const pods = new PodGroup(
      resourceName,
      { namespace, name, app: name, component: "index", traffic: elasticsearchTraffic },
      child,
    );
    const volumes = args.disks.map(
      (disk, node) =>
        new DataVolume(
          `index-${node}`,
          {
            cluster,
            volumeName: `data-index-disk-${node}`,
            claimName: `data-${name}-${node}`,
            namespace: namespaceOfNodes,
            disk,
            storage: args.storage,
            accessMode: "ReadWriteOnce",
          },
          child,
        ),
    );
    const services = new ElasticsearchServices(resourceName, { namespace, name, nodes }, child);
    const config = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata: { namespace, labels: pods.labels },
        data: {
          "elasticsearch.yml": elasticsearchConfig({
            nodes,
            discoveryHost: services.discoveryHost,
          }),
          "logging.yml": elasticsearchLogging(),
        },
      },
      child,
    );
    const statefulSet = new kubernetes.apps.v1.StatefulSet(
      resourceName,
      {
        metadata: pods.metadata,
        spec: {
          // By way of the claims: a claim goes only when no pod uses it, so the engine deletes this before it replaces one.
          replicas: pulumi.all(volumes.map(({ claimName }) => claimName)).apply(({ length }) => length),
          selector: pods.selector,
          serviceName: services.discoveryName,
          // One by one they would wait for each other: a node is ready when a majority of them runs.
          podManagementPolicy: "Parallel",
          persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
          template: {
            metadata: { labels: pods.labels },
            spec: elasticsearchPod({
              ...args,
              configMapName: config.metadata.name,
              pods,
            }),
          },
          // Never used to make a claim, and immutable: the claims are resources of their own.
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: args.storage.className,
                resources: { requests: { storage: "1Gi" } },
              },
            },
          ],
        },
      },
      {
        parent: this,
        dependsOn: [args.nodePool, ...volumes],
        customTimeouts: { create: "20m", update: "60m", delete: "20m" },
      },
    );

    this.namespaceName = namespace;
    this.httpAddress = services.httpAddress;
    this.transportAddresses = services.transportAddresses;
    this.generation = args.generation;
    this.volumes = volumes;
    this.registerOutputs({
      namespaceName: this.namespaceName,
      httpAddress: this.httpAddress,
      transportAddresses: this.transportAddresses,
      generation: this.generation,
      statefulSetName: statefulSet.metadata.name,
    });
  }
}
