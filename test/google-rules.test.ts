import { itRefuses } from "./support/googleRefusals";
import { region, zone } from "./support/googleCloud";
import {
  clusterInputs,
  diskInputs,
  policyInputs,
  poolInputs,
  subnetworkInputs,
  type,
} from "./support/googleResources";

const firewallInputs = { name: "f", network: "n", sourceRanges: ["0.0.0.0/0"] };

describe("Google stand-in: rules of compute resources", () => {
  itRefuses([
    [
      "a name in capitals",
      type.disk,
      { ...diskInputs, name: "Index" },
      /^name: "Index" is not 1 to 63 lowercase/,
    ],
    [
      "a bad label",
      type.disk,
      { ...diskInputs, labels: { team: "Search" } },
      /^labels\.team: "Search" is not a label's value/,
    ],
    [
      "a disk type",
      type.disk,
      { ...diskInputs, type: "ssd" },
      /^type: "ssd" is not allowed; allowed: pd-standard/,
    ],
    [
      "a disk too small",
      type.disk,
      { ...diskInputs, size: 5 },
      /^size: 5 is not allowed; allowed: 10 to 65536/,
    ],
    [
      "a zone",
      type.disk,
      { ...diskInputs, zone: `${region}-a` },
      /^zone: there is no zone .*allowed: europe-west1-b, /,
    ],
    [
      "a region",
      type.address,
      { name: "a", region: "europe-west5" },
      /^region: there is no region .*allowed: africa/,
    ],
    [
      "a zone of another region",
      type.regionDisk,
      { name: "d", region, replicaZones: [zone, "europe-west4-a"] },
      /^replicaZones: there is no zone "europe-west4-a" in europe-west1/,
    ],
    [
      "one zone for two copies",
      type.regionDisk,
      { name: "d", region, replicaZones: [zone, zone] },
      /^replicaZones: .*two different zones/,
    ],
    [
      "a range with bits beyond its mask",
      type.subnetwork,
      { ...subnetworkInputs, ipCidrRange: "10.0.0.1/20" },
      /^ipCidrRange: "10\.0\.0\.1\/20" is not an IPv4 range/,
    ],
    [
      "overlapping ranges",
      type.subnetwork,
      { ...subnetworkInputs, ipCidrRange: "10.4.0.0/20" },
      /^secondaryIpRanges\[0\]\.ipCidrRange: 10\.4\.0\.0\/14 overlaps ipCidrRange/,
    ],
    [
      "a schedule at half past",
      type.policy,
      {
        ...policyInputs,
        snapshotSchedulePolicy: { schedule: { dailySchedule: { daysInCycle: 1, startTime: "04:30" } } },
      },
      /startTime: "04:30" is not a full hour/,
    ],
    [
      "a schedule every second day",
      type.policy,
      {
        ...policyInputs,
        snapshotSchedulePolicy: { schedule: { dailySchedule: { daysInCycle: 2, startTime: "04:00" } } },
      },
      /daysInCycle: 2 is not allowed; allowed: 1 to 1/,
    ],
    [
      "addresses for an automatic NAT",
      type.nat,
      {
        name: "nat",
        router: "r",
        natIpAllocateOption: "AUTO_ONLY",
        natIps: ["a"],
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      },
      /^natIps: only allowed with MANUAL_ONLY/,
    ],
    [
      "a firewall rule that both allows and denies",
      type.firewall,
      { ...firewallInputs, allows: [{ protocol: "tcp" }], denies: [{ protocol: "all" }] },
      /^allows: either allows or denies/,
    ],
    [
      "a firewall rule without a source",
      type.firewall,
      { name: "f", network: "n", denies: [{ protocol: "all" }] },
      /^sourceRanges: missing/,
    ],
    [
      "a firewall rule of an address that is no range",
      type.firewall,
      { ...firewallInputs, denies: [{ protocol: "all" }], sourceRanges: ["10.0.0.1/8"] },
      /^sourceRanges\[0\]: "10.0.0.1\/8" is not an IPv4 range/,
    ],
    [
      "a deletion policy",
      type.disk,
      { ...diskInputs, deletionPolicy: "KEEP" },
      /^deletionPolicy: "KEEP" is not allowed; allowed: DELETE, PREVENT, ABANDON/,
    ],
  ]);
});

describe("Google stand-in: rules of clusters, registries, keys and grants", () => {
  itRefuses([
    [
      "a cluster's name of 41 letters",
      type.cluster,
      { ...clusterInputs, name: "c".repeat(41) },
      /^name: .*1 to 40/,
    ],
    [
      "a short account id",
      type.account,
      { accountId: "nodes" },
      /^accountId: "nodes" is not 6 to 30 lowercase/,
    ],
    [
      "a release channel",
      type.cluster,
      { ...clusterInputs, releaseChannel: { channel: "regular" } },
      /^releaseChannel\.channel: "regular" is not allowed; allowed: UNSPECIFIED, RAPID, REGULAR/,
    ],
    [
      "a default node pool",
      type.cluster,
      { ...clusterInputs, removeDefaultNodePool: false },
      /^removeDefaultNodePool: .*allowed: true/,
    ],
    [
      "Autopilot",
      type.cluster,
      { name: "main", initialNodeCount: 1, enableAutopilot: true },
      /^enableAutopilot: the stand-in has no Autopilot/,
    ],
    [
      "Gateway API's experimental channel",
      type.cluster,
      { ...clusterInputs, gatewayApiConfig: { channel: "CHANNEL_EXPERIMENTAL" } },
      /^gatewayApiConfig\.channel: the stand-in only has Gateway API's standard channel/,
    ],
    [
      "network policies beside Dataplane V2",
      type.cluster,
      { ...clusterInputs, datapathProvider: "ADVANCED_DATAPATH", networkPolicy: { enabled: true } },
      /^networkPolicy\.enabled: not allowed with ADVANCED_DATAPATH/,
    ],
    [
      "a machine type",
      type.nodePool,
      { ...poolInputs, nodeConfig: { machineType: "e2-standard-3" } },
      /^nodeConfig\.machineType: .*"e2-standard-3"; it knows of e2-standard: e2-standard-2, e2-standard-4/,
    ],
    [
      "a node image",
      type.nodePool,
      { ...poolInputs, nodeConfig: { imageType: "COS" } },
      /^nodeConfig\.imageType: "COS" is not allowed; allowed: COS_CONTAINERD/,
    ],
    [
      "a taint of Kubernetes' spelling",
      type.nodePool,
      { ...poolInputs, nodeConfig: { taints: [{ key: "a", value: "b", effect: "NoSchedule" }] } },
      /^nodeConfig\.taints\[0\]\.effect: "NoSchedule" is not allowed; allowed: NO_SCHEDULE/,
    ],
    [
      "two node counts",
      type.nodePool,
      { ...poolInputs, initialNodeCount: 1 },
      /^nodeCount: conflicts with initialNodeCount/,
    ],
    [
      "a role",
      type.projectMember,
      { project: "test-project", role: "viewer", member: "allUsers" },
      /^role: "viewer" is not a role such as/,
    ],
    [
      "a member",
      type.projectMember,
      { project: "test-project", role: "roles/viewer", member: "me@example.com" },
      /^member: .*serviceAccount:/,
    ],
    [
      "a rotation within a day",
      type.key,
      { name: "k", keyRing: "projects/p/locations/l/keyRings/r", rotationPeriod: "3600s" },
      /^rotationPeriod: .*at least 86400s/,
    ],
  ]);
});
