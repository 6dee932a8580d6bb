import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

/**
 * The storage class of every data volume. It has no provisioner: a claim whose disk is missing stays Pending
 * instead of getting an empty disk.
 */
export class DataStorage extends pulumi.ComponentResource {
  readonly className: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DataStorage", name, {}, opts);

    const storageClass = new kubernetes.storage.v1.StorageClass(
      name,
      {
        metadata: { name: "loklak-data" },
        provisioner: "kubernetes.io/no-provisioner",
        allowVolumeExpansion: true,
        reclaimPolicy: "Retain",
        volumeBindingMode: "Immediate",
      },
      { parent: this },
    );

    this.className = storageClass.metadata.name;
    this.registerOutputs({ className: this.className });
  }
}
