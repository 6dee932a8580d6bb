import type { Cloud } from "./cloud";
import { parseConfig } from "./config";
import { contentId } from "./content";
import type { StoredResource } from "./store";
import { diskType, regionDiskType, snapshotType } from "./types/disk";
import { integer, text } from "./values";

const dayMilliseconds = 86_400_000;

/**
 * Deletes what snapshot schedules made longer ago than their retention; of a disk that is gone only where the schedule
 * has APPLY_RETENTION_POLICY. Without its schedule a snapshot stays.
 */
export async function deleteOldSnapshots(cloud: Cloud): Promise<void> {
  const { resources } = cloud.state();
  const disks = Object.values(resources).filter(({ type }) => [diskType, regionDiskType].includes(type));
  const contents = disks.map(contentId);
  for (const [id, { outputs, extra = {} }] of Object.entries(resources)) {
    const schedule = resources[text(extra, "schedule") ?? ""];
    if (schedule === undefined) continue;
    const isOld = Date.parse(text(outputs, "creationTimestamp") ?? "") < oldest(schedule);
    if (isOld && (appliesWithoutDisk(schedule) || contents.includes(text(extra, "copiedFrom") ?? "")))
      await cloud.delete(snapshotType, id, { config: parseConfig({}), log: () => undefined });
  }
}

const retention = "snapshotSchedulePolicy.retentionPolicy";

function oldest({ outputs }: StoredResource): number {
  const days = integer(outputs, `${retention}.maxRetentionDays`);
  return days === undefined ? -Infinity : Date.now() - days * dayMilliseconds;
}

/** https://cloud.google.com/sdk/gcloud/reference/compute/resource-policies/create/snapshot-schedule: the default is to keep. */
function appliesWithoutDisk({ outputs }: StoredResource): boolean {
  return text(outputs, `${retention}.onSourceDiskDelete`) === "APPLY_RETENTION_POLICY";
}
