import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { DataDisk } from "./kit/dataDisk";
import { DataStorage } from "./kit/dataStorage";
import { DataVolume } from "./kit/dataVolume";
import { loklakServer, LoklakServerArgs } from "./loklakServer";
import { PodGroup } from "./kit/podGroup";
import { ServiceAddress } from "./kit/serviceAddress";
import { services } from "./kit/services";
import { loklakTraffic } from "./traffic";

export interface DumpWriterArgs extends LoklakServerArgs {
  cluster: Cluster;
  /** Keeps dumps, settings and accounts. */
  disk: DataDisk;
  storage: DataStorage;
}

const name = "dump-writer";
const port = 80;

/**
 * The one loklak server that dumps what it indexes. A new version stops the old pod first: its queue is drained,
 * its dump closed, its disk moved, and only then the next one starts.
 */
export class DumpWriter extends pulumi.ComponentResource {
  /** Its dumps, as pods with the label `loklak.org/collector: "true"` reach them. */
  readonly url: pulumi.Output<string>;
  readonly address: pulumi.Output<ServiceAddress>;

  constructor(resourceName: string, args: DumpWriterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DumpWriter", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      { namespace, name, app: "loklak", component: name, traffic: loklakTraffic },
      child,
    );

    const volume = new DataVolume(
      "dump",
      {
        cluster: args.cluster,
        volumeName: "data-dump-disk",
        claimName: "data-dump-disk",
        namespace: args.namespace,
        disk: args.disk,
        storage: args.storage,
        accessMode: "ReadWriteOncePod",
      },
      child,
    );
    const found = services({ pods, port }, this);
    const part = {
      pods,
      writeDumps: true,
      // kube-proxy hears of it at once; a collector's request may be on its way.
      lastRequestSeconds: 5,
      data: { persistentVolumeClaim: { claimName: volume.claimName } },
      priorityClassName: args.storage.priorityClassName,
    };
    const template = loklakServer(resourceName, args, part, this);
    // Unlike a Deployment, it never makes a second pod while the first one is still there.
    new kubernetes.apps.v1.StatefulSet(
      resourceName,
      {
        metadata: pods.metadata,
        spec: {
          replicas: 1,
          selector: pods.selector,
          // What it names its pod by in DNS has no address of its own.
          serviceName: found.headlessName,
          // Otherwise a pod that never gets ready would have to be deleted by hand before a better version comes.
          podManagementPolicy: "Parallel",
          template,
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
    this.address = found.address;
    this.registerOutputs({ url: this.url, address: this.address });
  }
}
