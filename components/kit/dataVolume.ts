import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DataDisk } from "./dataDisk";
import { DataStorage } from "./dataStorage";
import { Namespace } from "./namespace";
import { TargetCluster } from "./targetCluster";

export interface DataVolumeArgs {
  cluster: TargetCluster;
  /** Physical name of the PersistentVolume. */
  volumeName: string;
  /** Name of the claim, as the pods that mount it expect it. */
  claimName: string;
  namespace: Namespace;
  disk: DataDisk;
  storage: DataStorage;
  /** `ReadWriteOncePod`: the scheduler itself refuses a second pod. Cannot be changed for an existing volume. */
  accessMode: "ReadWriteOnce" | "ReadWriteOncePod";
}

/** A data disk as the cluster sees it: a PersistentVolume that only one claim can have, and that claim. */
export class DataVolume extends pulumi.ComponentResource {
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, args: DataVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DataVolume", name, args, opts);
    const size = pulumi.interpolate`${args.disk.sizeGb}Gi`;
    const shared = {
      accessModes: [args.accessMode],
      storageClassName: args.storage.className,
      volumeMode: "Filesystem",
    };

    const volume = new kubernetes.core.v1.PersistentVolume(
      name,
      {
        metadata: { name: args.cluster.objectName(args.volumeName) },
        spec: {
          ...shared,
          capacity: { storage: size },
          persistentVolumeReclaimPolicy: "Retain",
          // Kept for the claim of this name; its uid, which the cluster adds, cannot be known before it exists.
          claimRef: {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            namespace: args.namespace.namespaceName,
            name: args.claimName,
          },
          csi: {
            driver: "pd.csi.storage.gke.io",
            volumeHandle: args.disk.volumeHandle,
            fsType: "ext4",
            // When a zone is lost, nothing there can say that it let go of the disk.
            volumeAttributes: args.disk.zones.length > 1 ? { "force-attach": "true" } : undefined,
          },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                {
                  matchExpressions: [
                    { key: "topology.gke.io/zone", operator: "In", values: args.disk.zones },
                  ],
                },
              ],
            },
          },
        },
      },
      {
        parent: this,
        // The resizer writes it when the file system has to grow; written by anyone else the file system stays small.
        ignoreChanges: ["spec.capacity"],
        deleteBeforeReplace: true,
        // A volume whose claim went with its namespace keeps that claim's uid, and refuses any other.
        replacementTrigger: args.namespace.uid,
      },
    );
    const claim = new kubernetes.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: { name: args.claimName, namespace: args.namespace.namespaceName },
        spec: { ...shared, volumeName: volume.metadata.name, resources: { requests: { storage: size } } },
      },
      { parent: this },
    );

    this.claimName = claim.metadata.name;
    this.registerOutputs({ claimName: this.claimName });
  }
}
