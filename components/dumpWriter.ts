import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DataDisk } from "./dataDisk";
import { DataStorage } from "./dataStorage";
import { DataVolume } from "./dataVolume";
import { Elasticsearch } from "./elasticsearch";
import { loklakPod } from "./loklakPod";
import { loklakSettings } from "./loklakSettings";
import { Namespace } from "./namespace";
import { NodePool } from "./nodePool";
import { PodGroup } from "./podGroup";

export interface DumpWriterArgs {
  namespace: Namespace;
  /** By digest. */
  image: pulumi.Input<string>;
  /** Keeps dumps, settings and accounts. */
  disk: DataDisk;
  storage: DataStorage;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
  /** Further keys of loklak's conf/config.properties. */
  settings: Record<string, string>;
  elasticsearch: Elasticsearch;
}

const name = "dump-writer";

/**
 * The one loklak server that dumps what it indexes. A new version stops the old pod first: its queue is drained,
 * its dump closed, its disk moved, and only then the next one starts.
 */
export class DumpWriter extends pulumi.ComponentResource {
  /** Its dumps, as the workloads of the cluster reach them. */
  readonly url: pulumi.Output<string>;

  constructor(resourceName: string, args: DumpWriterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DumpWriter", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(resourceName, { namespace, name, app: "loklak", component: name }, child);

    const volume = new DataVolume(
      "dump",
      {
        volumeName: "data-dump-disk",
        claimName: "data-dump-disk",
        namespace,
        disk: args.disk,
        storage: args.storage,
        accessMode: "ReadWriteOncePod",
      },
      child,
    );
    const settings = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata: { namespace, labels: pods.labels },
        data: loklakSettings({
          elasticsearch: args.elasticsearch.transportAddresses,
          writeDumps: true,
          extra: args.settings,
        }),
      },
      child,
    );
    new kubernetes.core.v1.Service(
      resourceName,
      {
        // The StatefulSet below is waited for.
        metadata: { ...pods.metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          selector: pods.selector.matchLabels,
          ports: [{ name: "http", port: 80, targetPort: "http" }],
        },
      },
      child,
    );
    // Unlike a Deployment, it never makes a second pod while the first one is still there.
    new kubernetes.apps.v1.StatefulSet(
      resourceName,
      {
        metadata: pods.metadata,
        spec: {
          replicas: 1,
          selector: pods.selector,
          serviceName: name,
          // Otherwise a pod that never gets ready would have to be deleted by hand before a better version comes.
          podManagementPolicy: "Parallel",
          template: {
            metadata: { labels: pods.labels },
            spec: loklakPod({
              ...args,
              elasticsearch: args.elasticsearch.httpAddress,
              configMapName: settings.metadata.name,
              pods,
              priorityClassName: args.storage.priorityClassName,
              data: { persistentVolumeClaim: { claimName: volume.claimName } },
            }),
          },
        },
      },
      {
        parent: this,
        // Elasticsearch for the way down: loklak's queue drains into it before it goes.
        dependsOn: [args.nodePool, args.elasticsearch, volume],
        customTimeouts: { create: "20m", update: "20m" },
      },
    );

    this.url = pulumi.interpolate`http://${name}.${namespace}/dump/`;
    this.registerOutputs({ url: this.url });
  }
}
