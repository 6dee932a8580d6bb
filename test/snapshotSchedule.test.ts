import assert from "node:assert/strict";
import { DataDisk } from "../components/kit/dataDisk";
import { SnapshotSchedule, SnapshotScheduleArgs } from "../components/kit/snapshotSchedule";
import { find, record } from "./support/record";

describe("SnapshotSchedule", () => {
  const policyType = "gcp:compute/resourcePolicy:ResourcePolicy";
  const args: SnapshotScheduleArgs = {
    name: "loklak-test-data",
    project: "p",
    region: "us-central1",
    every: "day",
    startTime: "03:00",
    retentionDays: 14,
    labels: { environment: "test" },
  };
  const policy = async (every: "day" | "week") => {
    const resources = await record((opts) => new SnapshotSchedule("snapshots", { ...args, every }, opts));
    return find(resources, policyType, "snapshots");
  };

  it("makes a snapshot a day, keeps it for some days and for ever when its disk goes, and is protected", async () => {
    const { inputs, options, parents } = await policy("day");
    assert.deepEqual(parents, ["loklak:gcp:SnapshotSchedule"]);
    assert.equal(options.protect, true);
    assert.deepEqual(inputs["snapshotSchedulePolicy"], {
      schedule: { dailySchedule: { daysInCycle: 1, startTime: "03:00" } },
      retentionPolicy: { maxRetentionDays: 14, onSourceDiskDelete: "KEEP_AUTO_SNAPSHOTS" },
      snapshotProperties: { labels: { environment: "test" } },
    });
  });

  it("makes one on Sundays", async () => {
    const { snapshotSchedulePolicy } = (await policy("week")).inputs as Record<string, { schedule: object }>;
    assert.deepEqual(snapshotSchedulePolicy?.schedule, {
      weeklySchedule: { dayOfWeeks: [{ day: "SUNDAY", startTime: "03:00" }] },
    });
  });

  it("is attached to disks of one zone and of two by protected resources of their own", async () => {
    const resources = await record((opts) => {
      const snapshots = new SnapshotSchedule("snapshots", args, opts);
      for (const [name, zones] of [
        ["one", ["us-central1-a"]],
        ["two", ["us-central1-a", "us-central1-b"]],
      ] as const)
        new DataDisk(
          name,
          {
            name,
            project: "p",
            region: "us-central1",
            zones: [...zones],
            sizeGb: 10,
            type: "pd-ssd",
            labels: {},
            snapshots,
          },
          opts,
        );
    });
    const zonal = find(
      resources,
      "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
      "one",
    );
    assert.deepEqual(zonal.inputs, { disk: "one", name: "loklak-test-data", zone: "us-central1-a" });
    const regional = find(
      resources,
      "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment",
      "two",
    );
    assert.deepEqual(regional.inputs, { disk: "two", name: "loklak-test-data", region: "us-central1" });
    for (const { options, parents } of [zonal, regional]) {
      assert.equal(options.protect, true);
      assert.deepEqual(parents, ["loklak:gcp:DataDisk"]);
    }
    for (const { type, inputs } of resources.filter(({ type }) => /[dD]isk$/.test(type)))
      assert.equal(inputs["resourcePolicies"], undefined, type);
  });
});
