import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DataDisk } from "loklak-gke/kit/dataDisk";
import { DataStorage } from "loklak-gke/kit/dataStorage";
import { DataVolume } from "loklak-gke/kit/dataVolume";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { TargetCluster } from "loklak-gke/kit/targetCluster";
import { databasePod, Placement } from "./databasePod";
import { mariadbConfig, mariadbUsers } from "./mariadbConfig";
import { app, databaseTraffic, ports } from "./traffic";

export interface DatabaseArgs {
  cluster: TargetCluster;
  namespace: Namespace;
  disk: DataDisk;
  storage: DataStorage;
  /** By digest. */
  image: pulumi.Input<string>;
  placement: Placement;
  cpuMillis: number;
  memoryMb: number;
  /** Connections of all clients together. */
  connections: number;
  /** Of Keystone's user, in hexadecimal digits; another one is set when the server starts with it. */
  password: pulumi.Input<string>;
}

const name = "mariadb";

/** One MariaDB server on a persistent disk. While its pod is replaced, Keystone's requests wait or fail. */
export class Database extends pulumi.ComponentResource {
  /** As pods of the namespace find it. */
  readonly host = name;

  constructor(resourceName: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:Database", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      { namespace, name, app, component: "database", traffic: databaseTraffic },
      child,
    );
    const { cluster, disk, storage } = args;
    const volume = new DataVolume(
      resourceName,
      {
        cluster,
        volumeName: "keystone-database",
        claimName: "database",
        namespace: args.namespace,
        disk,
        storage,
        accessMode: "ReadWriteOncePod",
      },
      child,
    );
    const metadata = { namespace, labels: pods.labels };
    const config = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata,
        // The rest is for connections and for what MariaDB is by itself.
        data: {
          "my.cnf": mariadbConfig({
            connections: args.connections,
            bufferMb: Math.floor(args.memoryMb / 2),
          }),
        },
      },
      child,
    );
    const users = new kubernetes.core.v1.Secret(
      resourceName,
      { metadata, stringData: { "users.sql": pulumi.output(args.password).apply(mariadbUsers) } },
      child,
    );
    // A StatefulSet's own service: without an address in between, connections end with the pod.
    new kubernetes.core.v1.Service(
      resourceName,
      {
        // The StatefulSet below is waited for.
        metadata: { ...pods.metadata, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          clusterIP: "None",
          selector: pods.selector.matchLabels,
          ports: [{ name: "mariadb", port: ports.database, targetPort: "mariadb" }],
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
            spec: databasePod({
              ...args,
              pods,
              priorityClassName: storage.priorityClassName,
              claimName: volume.claimName,
              configMapName: config.metadata.name,
              secretName: users.metadata.name,
            }),
          },
        },
      },
      { parent: this, dependsOn: volume, customTimeouts: { create: "20m", update: "20m" } },
    );
    this.registerOutputs({ host: this.host });
  }
}
