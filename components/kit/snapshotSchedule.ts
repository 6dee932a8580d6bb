import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface SnapshotScheduleArgs {
  /** Physical name. */
  name: string;
  project: string;
  /** Of the disks; the snapshots are kept in several regions around it. */
  region: string;
  /** A week begins on Sunday. */
  every: "day" | "week";
  /** A full hour of UTC, `03:00`. */
  startTime: string;
  /** Days for which a snapshot is kept. */
  retentionDays: number;
  /** On every snapshot. */
  labels: Record<string, string>;
  /** Takes over the schedule that exists, and with it that disks have it. Default false. */
  adopt?: boolean;
}

/** Makes snapshots of the disks that name it; they stay when a disk goes. Protected. */
export class SnapshotSchedule extends pulumi.ComponentResource {
  readonly scheduleName: pulumi.Output<string>;

  constructor(
    name: string,
    private readonly args: SnapshotScheduleArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("loklak:gcp:SnapshotSchedule", name, args, opts);
    const { startTime } = args;

    const policy = new gcp.compute.ResourcePolicy(
      name,
      {
        name: args.name,
        region: args.region,
        snapshotSchedulePolicy: {
          schedule:
            args.every === "day"
              ? { dailySchedule: { daysInCycle: 1, startTime } }
              : { weeklySchedule: { dayOfWeeks: [{ day: "SUNDAY", startTime }] } },
          retentionPolicy: {
            maxRetentionDays: args.retentionDays,
            onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS",
          },
          snapshotProperties: { labels: args.labels },
        },
      },
      {
        parent: this,
        protect: true,
        import: args.adopt
          ? `projects/${args.project}/regions/${args.region}/resourcePolicies/${args.name}`
          : undefined,
      },
    );

    this.scheduleName = policy.name;
    this.registerOutputs({ scheduleName: this.scheduleName });
  }

  /** The id of what says that a disk has the schedule; undefined unless it is adopted. `place` is the disk's zone or region. */
  adoptedAttachment(place: string, diskName: string): string | undefined {
    const { project, name, adopt = false } = this.args;
    return adopt ? `${project}/${place}/${diskName}/${name}` : undefined;
  }
}
