import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { SnapshotSchedule } from "./snapshotSchedule";

const zonalType = "gcp:compute/disk:Disk";
const regionalType = "gcp:compute/regionDisk:RegionDisk";

export interface DataDiskArgs {
  /** Physical name. */
  name: string;
  project: string;
  region: string;
  /** One zone, or two of one region: then each has a copy, and the disk outlives a zone. Cannot be changed for an existing disk. */
  zones: string[];
  /** GB; it can grow in place, never shrink. */
  sizeGb: number;
  /** `pd-standard`, `pd-balanced` or `pd-ssd`. Cannot be changed for an existing disk. */
  type: string;
  labels: Record<string, string>;
  /** Encrypts the disk; none: Google's own key. Cannot be changed for an existing disk. */
  key?: pulumi.Input<string>;
  /** Makes snapshots of it; none: nobody does. */
  snapshots?: SnapshotSchedule;
  /** Name of the snapshot that it is made from; none: it is made empty. It counts only when the disk is made. */
  snapshot?: string;
  /** Takes over the one that exists, instead of making it; no effect on what is in the state already. Default false. */
  adopt?: boolean;
}

/** A persistent disk that outlives pods, nodes, the cluster and the stack: protected, and kept when it is unprotected and deleted. */
export class DataDisk extends pulumi.ComponentResource {
  readonly diskName: pulumi.Output<string>;
  /** How the persistent disk driver names it: `projects/<project>/zones/<zone>/disks/<name>`, with `regions/<region>` for two zones. */
  readonly volumeHandle: pulumi.Output<string>;
  /** Where it can be attached. */
  readonly zones: string[];
  readonly sizeGb: pulumi.Output<number>;
  readonly type: string;

  constructor(name: string, args: DataDiskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:DataDisk", name, args, opts);

    const disk = this.makeDisk(name, args);
    if (args.snapshots) this.attach(name, disk, args, args.snapshots);
    this.diskName = disk.name;
    this.volumeHandle = disk.id;
    this.zones = args.zones;
    this.sizeGb = disk.size;
    this.type = args.type;
    this.registerOutputs({
      diskName: this.diskName,
      volumeHandle: this.volumeHandle,
      zones: this.zones,
      sizeGb: this.sizeGb,
      type: this.type,
    });
  }

  /** A resource of its own: as a property of the disk, another schedule would replace the disk. */
  private attach(
    name: string,
    disk: gcp.compute.Disk | gcp.compute.RegionDisk,
    { region, zones: [zone = ""], name: diskName }: DataDiskArgs,
    schedule: SnapshotSchedule,
  ): void {
    const options = (place: string) => ({
      parent: this,
      protect: true,
      import: schedule.adoptedAttachment(place, diskName),
    });
    const attachment = { disk: disk.name, name: schedule.scheduleName };
    if (disk instanceof gcp.compute.Disk)
      new gcp.compute.DiskResourcePolicyAttachment(name, { ...attachment, zone }, options(zone));
    else new gcp.compute.RegionDiskResourcePolicyAttachment(name, { ...attachment, region }, options(region));
  }

  private makeDisk(name: string, { zones, sizeGb, key, ...args }: DataDiskArgs) {
    const idIn = (place: string) =>
      args.adopt ? `projects/${args.project}/${place}/disks/${args.name}` : undefined;
    const [zone = "", second] = zones;
    const { name: diskName, type, labels, snapshot } = args;
    const disk = { name: diskName, size: sizeGb, type, labels, snapshot };
    // One as the other's former self: a change between them is a replacement, which the engine refuses at once.
    const options = (former: string, place: string) => ({
      parent: this,
      protect: true,
      retainOnDelete: true,
      aliases: [{ name, type: former }],
      import: idIn(place),
      // It expires, and another one would replace the disk.
      ignoreChanges: ["snapshot"],
    });
    if (second === undefined) {
      const diskEncryptionKey = key ? { kmsKeySelfLink: key } : undefined;
      return new gcp.compute.Disk(
        name,
        { ...disk, zone, diskEncryptionKey },
        options(regionalType, `zones/${zone}`),
      );
    }
    const diskEncryptionKey = key ? { kmsKeyName: key } : undefined;
    return new gcp.compute.RegionDisk(
      name,
      { ...disk, region: args.region, replicaZones: zones, diskEncryptionKey },
      options(zonalType, `regions/${args.region}`),
    );
  }
}

/** What each disk is, by its physical name. */
export function disksByName(disks: DataDisk[]) {
  return pulumi
    .all(disks.map(({ diskName, sizeGb, type, zones }) => pulumi.all([diskName, { sizeGb, type, zones }])))
    .apply((facts) => Object.fromEntries(facts));
}
