import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TargetCluster } from "./targetCluster";

export interface DataStorageArgs {
  cluster: TargetCluster;
  /** Physical name of both classes; one of its own for each stack on the cluster. */
  name: string;
}

/**
 * What all data volumes and the pods on them have in common. The storage class has no provisioner: a claim whose disk is
 * missing stays Pending instead of getting an empty disk. The priority class makes room in the few zones that a pod with
 * a disk can run in.
 */
export class DataStorage extends pulumi.ComponentResource {
  readonly className: pulumi.Output<string>;
  /** Of pods with a data volume. */
  readonly priorityClassName: pulumi.Output<string>;

  constructor(name: string, args: DataStorageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DataStorage", name, args, opts);
    const metadata = { name: args.cluster.objectName(args.name) };

    const storageClass = new kubernetes.storage.v1.StorageClass(
      name,
      {
        metadata,
        provisioner: "kubernetes.io/no-provisioner",
        allowVolumeExpansion: true,
        reclaimPolicy: "Retain",
        volumeBindingMode: "Immediate",
      },
      { parent: this },
    );

    const priorityClass = new kubernetes.scheduling.v1.PriorityClass(
      name,
      {
        metadata,
        value: 1_000_000,
        description: "Pods that can run only where their disk is; they may displace pods without a priority.",
      },
      { parent: this },
    );

    this.className = storageClass.metadata.name;
    this.priorityClassName = priorityClass.metadata.name;
    this.registerOutputs({ className: this.className, priorityClassName: this.priorityClassName });
  }
}
