import { computeLink } from "../generated";
import type { ResourceType } from "../resourceType";
import { computeName, demandRange, hour } from "../rules/formats";
import { regionRule, zoneRule } from "../rules/places";
import { integer, valueAt } from "../values";

const schedule = "snapshotSchedulePolicy.schedule";
const schedules = ["hourlySchedule", "dailySchedule", "weeklySchedule"];
const policies = ["snapshotSchedulePolicy", "groupPlacementPolicy", "instanceSchedulePolicy", "diskConsistencyGroupPolicy", "workloadPolicy"]; // prettier-ignore

export const resourcePolicy: ResourceType = {
  allowed: {
    "snapshotSchedulePolicy.retentionPolicy.onSourceDiskDelete": [
      "KEEP_AUTO_SNAPSHOTS",
      "APPLY_RETENTION_POLICY",
    ],
    [`${schedule}.weeklySchedule.dayOfWeeks[].day`]: [
      "MONDAY",
      "TUESDAY",
      "WEDNESDAY",
      "THURSDAY",
      "FRIDAY",
      "SATURDAY",
      "SUNDAY",
    ],
    "groupPlacementPolicy.collocation": ["COLLOCATED"],
  },
  formats: {
    name: computeName,
    [`${schedule}.hourlySchedule.startTime`]: hour,
    [`${schedule}.dailySchedule.startTime`]: hour,
    [`${schedule}.weeklySchedule.dayOfWeeks[].startTime`]: hour,
  },
  check(inputs, report) {
    regionRule(inputs, report);
    if (policies.every((policy) => inputs[policy] === undefined))
      report("snapshotSchedulePolicy", `missing: a resource policy needs one of ${policies.join(", ")}`);
    const given = schedules.filter((name) => valueAt(inputs, `${schedule}.${name}`) !== undefined);
    if (valueAt(inputs, schedule) !== undefined && given.length !== 1)
      report(
        schedule,
        `${given.join(" and ") || "nothing"} is set; allowed: exactly one of ${schedules.join(", ")}`,
      );
    const days = integer(inputs, `${schedule}.dailySchedule.daysInCycle`);
    if (days !== undefined) demandRange(`${schedule}.dailySchedule.daysInCycle`, days, 1, 1, report);
    const hours = integer(inputs, `${schedule}.hourlySchedule.hoursInCycle`);
    if (hours !== undefined) demandRange(`${schedule}.hourlySchedule.hoursInCycle`, hours, 1, 23, report);
    const kept = "snapshotSchedulePolicy.retentionPolicy.maxRetentionDays";
    const retention = integer(inputs, kept);
    if (retention !== undefined) demandRange(kept, retention, 1, 65535, report);
  },
  outputs: ({ id }) => ({ selfLink: computeLink(id) }),
};

export const diskResourcePolicyAttachment = attachment("gcp:compute/disk:Disk", zoneRule);

export const regionDiskResourcePolicyAttachment = attachment("gcp:compute/regionDisk:RegionDisk", regionRule);

function attachment(diskType: string, check: ResourceType["check"]): ResourceType {
  return {
    formats: { disk: computeName, name: computeName },
    references: [
      { property: "disk", to: diskType, belongs: true },
      { property: "name", to: "gcp:compute/resourcePolicy:ResourcePolicy", holds: true },
    ],
    check,
  };
}
