import { randomInt } from "node:crypto";
import type { Cloud } from "./cloud";
import { parseConfig } from "./config";
import { timestamp } from "./generated";
import { idOf, lastPart, placeOf, resolve } from "./ids";
import { deleteOldSnapshots } from "./retention";
import type { StoredResource } from "./store";
import { diskType, regionDiskType, snapshotType } from "./types/disk";
import { isObject, text, valueAt } from "./values";

const policyType = "gcp:compute/resourcePolicy:ResourcePolicy";
/** What says that a disk has a schedule, by the type of the disk. */
const attachmentTypes: Record<string, string> = {
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment": diskType,
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment": regionDiskType,
};

/** A snapshot that a schedule made, by name, and the disk that it is of. */
export interface ScheduledSnapshot {
  disk: string;
  snapshot: string;
}

/**
 * Does what Google does when the time of its snapshot schedules comes: a snapshot of every disk that has one. Those of
 * earlier runs go when their time is over.
 */
export async function runSnapshotSchedules(cloud: Cloud): Promise<ScheduledSnapshot[]> {
  const { resources } = cloud.state();
  const attachments = Object.values(resources).filter(({ type }) => type in attachmentTypes);
  const time = timestamp();
  const made: ScheduledSnapshot[] = [];
  for (const { type, outputs } of attachments) {
    const place = placeOf(type, outputs, {});
    const disk = resolve(attachmentTypes[type]!, text(outputs, "disk") ?? "", place);
    const schedule = resolve(policyType, text(outputs, "name") ?? "", place);
    const snapshot = snapshotName(lastPart(disk), place.zone ?? place.region ?? "", time);
    const inputs = { name: snapshot, sourceDisk: disk, labels: labelsOf(resources[schedule]) };
    const { project } = place;
    const resource = {
      type: snapshotType,
      inputs,
      place: placeOf(snapshotType, inputs, { project }),
      extra: { schedule },
    };
    const id = idOf(snapshotType, inputs, resource.place);
    const config = parseConfig({ project, addPulumiAttributionLabel: false });
    await cloud.create({ ...resource, id }, { config, log: () => undefined });
    made.push({ disk: lastPart(disk), snapshot });
  }
  await deleteOldSnapshots(cloud);
  return made;
}

/** As seen of Google's: `<the disk's name, cut>-<zone or region>-<time>-<8 letters and digits>`. */
function snapshotName(disk: string, place: string, time: string): string {
  const cut = disk.slice(0, 19).replace(/-+$/, "");
  const suffix = Array.from({ length: 8 }, () => randomInt(36).toString(36)).join("");
  return `${cut}-${place}-${time.replace(/\D/g, "").slice(0, 14)}-${suffix}`;
}

function labelsOf(policy: StoredResource | undefined) {
  const labels = valueAt(policy?.outputs ?? {}, "snapshotSchedulePolicy.snapshotProperties.labels");
  return isObject(labels) ? labels : {};
}
