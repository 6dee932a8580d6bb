import type * as gcp from "@pulumi/gcp";
import type * as pulumi from "@pulumi/pulumi";
import { attachmentTypes, diskTypes, scheduleType } from "./kept";
import { of, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";

/** Stacks with nothing in them that could not be collected again. */
const exempt = ["dev"];

type Schedule = pulumi.Unwrap<gcp.compute.ResourcePolicyArgs>["snapshotSchedulePolicy"];

export const snapshotPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "data-disks-have-snapshots",
    description: `A schedule makes snapshots of every data disk; in stack ${exempt.join(", ")} of all or of none.`,
    plan: (resources) => {
      const attached = resources.filter(of(...attachmentTypes)).map(({ props }) => props.disk);
      return resources
        .filter(of(...diskTypes))
        .filter(({ urn }) => attached.length > 0 || !exempt.includes(stackOf(urn)))
        .filter(({ props }) => !attached.includes(props.name) && !attached.includes(unknown))
        .map(({ urn }) => ({ urn, message: "must have a snapshot schedule" }));
    },
  },
  {
    name: "snapshots-outlive-their-disk",
    description: "Snapshots stay when the disk that they were made of is gone.",
    resource: ({ type, props }) => {
      const schedule = props.snapshotSchedulePolicy as Schedule;
      return type === scheduleType && schedule?.retentionPolicy?.onSourceDiskDelete !== "KEEP_AUTO_SNAPSHOTS"
        ? ["must have onSourceDiskDelete: KEEP_AUTO_SNAPSHOTS"]
        : [];
    },
  },
];

/** The stack of a URN, `urn:pulumi:<stack>::…`. */
function stackOf(urn: string): string {
  return urn.split(":")[2] ?? "";
}
