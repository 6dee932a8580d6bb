import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface DataDiskArgs {
  /** Physical name. */
  name: string;
  zone: string;
  /** GB; it can grow in place, never shrink. */
  sizeGb: number;
  type: string;
  labels: Record<string, string>;
  /** Encrypts the disk; none: Google's own key. Cannot be changed for an existing disk. */
  key?: pulumi.Input<string>;
}

/** A persistent disk that outlives pods, nodes, the cluster and the stack: protected, and kept when it is unprotected and deleted. */
export class DataDisk extends pulumi.ComponentResource {
  readonly diskName: pulumi.Output<string>;
  /** How the persistent disk driver names it: `projects/<project>/zones/<zone>/disks/<name>`. */
  readonly volumeHandle: pulumi.Output<string>;
  readonly zone: pulumi.Output<string>;
  readonly sizeGb: pulumi.Output<number>;

  constructor(name: string, args: DataDiskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:DataDisk", name, args, opts);

    const disk = new gcp.compute.Disk(
      name,
      {
        name: args.name,
        zone: args.zone,
        size: args.sizeGb,
        type: args.type,
        labels: args.labels,
        diskEncryptionKey: args.key ? { kmsKeySelfLink: args.key } : undefined,
      },
      { parent: this, protect: true, retainOnDelete: true },
    );

    this.diskName = disk.name;
    this.volumeHandle = disk.id;
    this.zone = disk.zone;
    this.sizeGb = disk.size;
    this.registerOutputs({
      diskName: this.diskName,
      volumeHandle: this.volumeHandle,
      zone: this.zone,
      sizeGb: this.sizeGb,
    });
  }
}
