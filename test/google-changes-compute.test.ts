import { type Properties, UNKNOWN } from "../sandbox/provider/provider";
import { itShows } from "./support/googleChanges";
import { project, region, zone } from "./support/googleCloud";
import { diskInputs, policyInputs, subnetworkInputs, type } from "./support/googleResources";

const dump: Properties = {
  name: "dump",
  region,
  replicaZones: [zone, `${region}-c`],
  type: "pd-ssd",
  size: 20,
};
const subnetwork: Properties = { ...subnetworkInputs, name: "second", network: "second" };
const nat: Properties = {
  name: "nat",
  router: "router",
  region,
  natIpAllocateOption: "AUTO_ONLY",
  sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
};

describe("Google stand-in: changes of compute resources", () => {
  itShows([
    ["a disk that grows", type.disk, diskInputs, { size: 60 }, { size: "update" }],
    ["a disk that shrinks", type.disk, diskInputs, { size: 40 }, { size: "update-replace" }],
    ["a regional disk that grows", type.regionDisk, dump, { size: 30 }, { size: "update" }],
    ["a regional disk that shrinks", type.regionDisk, dump, { size: 10 }, { size: "update-replace" }],
    ["a disk's type", type.disk, diskInputs, { type: "pd-ssd" }, { type: "update-replace" }],
    ["a disk's zone", type.disk, diskInputs, { zone: `${region}-c` }, { zone: "update-replace" }],
    ["a disk's name", type.disk, diskInputs, { name: "other" }, { name: "update-replace" }],
    [
      "a disk's labels",
      type.disk,
      { ...diskInputs, labels: { a: "1", b: "1" } },
      { labels: { a: "2", c: "1" } },
      { "labels.a": "update", "labels.b": "delete", "labels.c": "add" },
    ],
    [
      "a disk's new encryption",
      type.disk,
      diskInputs,
      { diskEncryptionKey: { kmsKeySelfLink: UNKNOWN } },
      { diskEncryptionKey: "add-replace" },
    ],
    [
      "a disk's snapshot taken away",
      type.disk,
      { ...diskInputs, description: "a" },
      { description: undefined },
      { description: "delete-replace" },
    ],
    [
      "a disk's deletion policy",
      type.disk,
      diskInputs,
      { deletionPolicy: "PREVENT" },
      { deletionPolicy: "update" },
    ],
    ["what Google filled in", type.disk, { name: "d", zone }, {}, {}],
    ["a filled size, taken away", type.disk, diskInputs, { size: undefined }, {}],
    [
      "a regional disk's zones",
      type.regionDisk,
      dump,
      { replicaZones: [zone, `${region}-d`] },
      { "replicaZones[1]": "update-replace" },
    ],
    [
      "a network's routing",
      type.network,
      { name: "n" },
      { routingMode: "GLOBAL" },
      { routingMode: "update" },
    ],
    [
      "a network's description",
      type.network,
      { name: "n" },
      { description: "a" },
      { description: "add-replace" },
    ],
    [
      "a network by its self link",
      type.router,
      { name: "r", network: "net", region },
      { network: `https://www.googleapis.com/compute/v1/projects/${project}/global/networks/net` },
      {},
    ],
    [
      "another network",
      type.router,
      { name: "r", network: "net", region },
      { network: "other" },
      { network: "update-replace" },
    ],
    [
      "a subnetwork that grows",
      type.subnetwork,
      subnetwork,
      { ipCidrRange: "10.0.0.0/18" },
      { ipCidrRange: "update" },
    ],
    [
      "a subnetwork that moves",
      type.subnetwork,
      subnetwork,
      { ipCidrRange: "10.1.0.0/20" },
      { ipCidrRange: "update-replace" },
    ],
    [
      "a subnetwork's further range",
      type.subnetwork,
      subnetwork,
      {
        secondaryIpRanges: [
          ...(subnetwork.secondaryIpRanges as Properties[]),
          { rangeName: "more", ipCidrRange: "10.16.0.0/20" },
        ],
      },
      { "secondaryIpRanges[2]": "add" },
    ],
    ["a subnetwork's logs", type.subnetwork, subnetwork, { logConfig: {} }, { logConfig: "add" }],
    [
      "Private Google Access",
      type.subnetwork,
      subnetwork,
      { privateIpGoogleAccess: true },
      { privateIpGoogleAccess: "update" },
    ],
    ["a switch set to what it is", type.subnetwork, subnetwork, { privateIpGoogleAccess: false }, {}],
    ["a NAT's ports", type.nat, nat, { minPortsPerVm: 128 }, { minPortsPerVm: "update" }],
    ["a NAT's router", type.nat, nat, { router: "router2" }, { router: "update-replace" }],
    [
      "an address' tier",
      type.address,
      { name: "a" },
      { networkTier: "STANDARD" },
      { networkTier: "update-replace" },
    ],
    ["an address' labels", type.address, { name: "a" }, { labels: { a: "1" } }, { labels: "add" }],
    [
      "a schedule's hour",
      type.policy,
      policyInputs,
      {
        snapshotSchedulePolicy: {
          schedule: { dailySchedule: { daysInCycle: 1, startTime: "05:00" } },
          retentionPolicy: { maxRetentionDays: 14 },
        },
      },
      { "snapshotSchedulePolicy.schedule.dailySchedule.startTime": "update" },
    ],
  ]);
});
