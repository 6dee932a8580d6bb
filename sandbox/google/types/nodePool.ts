import { randomBytes } from "node:crypto";
import type { Properties } from "../../provider/provider";
import { groupName, nodePoolEffects, poolZones } from "../container";
import { invalid } from "../errors";
import { computeLink } from "../generated";
import { resolve } from "../ids";
import { keyReference } from "../keyUse";
import type { Report, Resource, ResourceType } from "../resourceType";
import { containerName, demandRange } from "../rules/formats";
import { machineTypeFault } from "../rules/machineTypes";
import { locationRule } from "../rules/places";
import { regionOf, zoneFault } from "../rules/zones";
import type { State } from "../store";
import { integer, isObject, text, texts, valueAt } from "../values";
import { kubernetesVersion } from "./cluster";
import { refuseUnknownAccount } from "./iam";

const clusterType = "gcp:container/cluster:Cluster";

export const nodePool: ResourceType = {
  allowed: {
    "autoscaling.locationPolicy": ["BALANCED", "ANY"],
    "nodeConfig.diskType": ["pd-standard", "pd-balanced", "pd-ssd", "hyperdisk-balanced"],
    "nodeConfig.imageType": [
      "COS_CONTAINERD",
      "UBUNTU_CONTAINERD",
      "WINDOWS_LTSC_CONTAINERD",
      "WINDOWS_SAC_CONTAINERD",
    ],
    "nodeConfig.linuxNodeConfig.cgroupMode": ["CGROUP_MODE_UNSPECIFIED", "CGROUP_MODE_V1", "CGROUP_MODE_V2"],
    "nodeConfig.loggingVariant": ["DEFAULT", "MAX_THROUGHPUT"],
    "nodeConfig.taints[].effect": ["NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE"],
    "nodeConfig.workloadMetadataConfig.mode": ["MODE_UNSPECIFIED", "GCE_METADATA", "GKE_METADATA"],
    "upgradeSettings.strategy": ["SURGE", "BLUE_GREEN"],
  },
  formats: { name: containerName },
  references: [
    { property: "cluster", to: clusterType, belongs: true },
    keyReference("nodeConfig.bootDiskKmsKey"),
  ],
  check(inputs, report) {
    locationRule(inputs, report);
    checkCounts(inputs, report);
    checkMachines(inputs, report);
    const surge = integer(inputs, "upgradeSettings.maxSurge");
    if (surge === 0 && (integer(inputs, "upgradeSettings.maxUnavailable") ?? 0) === 0)
      report("upgradeSettings", "maxSurge and maxUnavailable are both 0; allowed: at least 1 together");
  },
  refuse(resource, state) {
    const cluster = clusterOf(resource, state);
    const region = regionOf(text(cluster, "location") ?? "");
    for (const zone of texts(resource.inputs, "nodeLocations")) {
      const wrong = zoneFault(zone, region);
      if (wrong !== undefined) throw invalid(wrong);
    }
    if (
      text(resource.inputs, "nodeConfig.workloadMetadataConfig.mode") === "GKE_METADATA" &&
      text(cluster, "workloadIdentityConfig.workloadPool") === undefined
    )
      throw invalid("GKE_METADATA needs a cluster with a workloadIdentityConfig.workloadPool");
    refuseUnknownAccount(text(resource.inputs, "nodeConfig.serviceAccount"), resource.place.project, state);
  },
  outputs: nodePoolOutputs,
  extra: () => ({ seed: randomBytes(8).toString("hex") }),
  effects: nodePoolEffects,
};

function checkCounts(inputs: Properties, report: Report): void {
  const [count, initial] = [inputs.nodeCount, inputs.initialNodeCount];
  if (count !== undefined && initial !== undefined)
    report("nodeCount", "conflicts with initialNodeCount: only one of both may be set");
  for (const property of ["nodeCount", "initialNodeCount"]) {
    const value = integer(inputs, property);
    if (value !== undefined) demandRange(property, value, 0, 1000, report);
  }
  const limit = (name: string) => integer(inputs, `autoscaling.${name}`);
  for (const [low, high] of [
    ["minNodeCount", "maxNodeCount"],
    ["totalMinNodeCount", "totalMaxNodeCount"],
  ] as const)
    // prettier-ignore
    if ((limit(low) ?? 0) > (limit(high) ?? Infinity))
      report(`autoscaling.${low}`, `${limit(low)} is more than ${high}, ${limit(high)}`);
  const total = limit("totalMinNodeCount") ?? limit("totalMaxNodeCount");
  if (total !== undefined && (limit("minNodeCount") ?? limit("maxNodeCount")) !== undefined)
    report("autoscaling", "limits for each zone conflict with limits in total: only one of both may be set");
}

/** Values that GKE takes for a sysctl (https://cloud.google.com/kubernetes-engine/docs/how-to/node-system-config). */
const sysctls: Record<string, [low: number, high: number]> = { "vm.max_map_count": [65536, 2147483647] };

function checkMachines(inputs: Properties, report: Report): void {
  const machineType = text(inputs, "nodeConfig.machineType");
  const wrong = machineType === undefined ? undefined : machineTypeFault(machineType);
  if (wrong !== undefined) report("nodeConfig.machineType", wrong);
  const disk = integer(inputs, "nodeConfig.diskSizeGb");
  if (disk !== undefined) demandRange("nodeConfig.diskSizeGb", disk, 10, 65536, report);
  const given = valueAt(inputs, "nodeConfig.linuxNodeConfig.sysctls");
  for (const [name, value] of Object.entries(isObject(given) ? given : {})) {
    const path = `nodeConfig.linuxNodeConfig.sysctls[${JSON.stringify(name)}]`;
    if (!/^(net|kernel|vm|fs)\./.test(name))
      report(path, "not a sysctl that GKE sets; allowed: net.*, kernel.*, vm.*, fs.*");
    const range = sysctls[name];
    if (range) demandRange(path, Number(value), ...range, report);
  }
}

function clusterOf({ inputs, place }: Resource, state: State): Properties {
  return state.resources[resolve(clusterType, text(inputs, "cluster") ?? "", place)]?.outputs ?? {};
}

function nodePoolOutputs(resource: Resource, previous: Properties | undefined, state: State): Properties {
  const { id, inputs, place, extra } = resource;
  const zones = poolZones(inputs.nodeLocations ?? previous?.nodeLocations, clusterOf(resource, state));
  const groups = zones.map((zone) =>
    computeLink(
      `projects/${place.project ?? ""}/zones/${zone}/instanceGroupManagers/${groupName(id, text(extra, "seed") ?? "", zone)}-grp`,
    ),
  );
  const count =
    integer(inputs, "nodeCount") ??
    integer(inputs, "initialNodeCount") ??
    integer(inputs, "autoscaling.minNodeCount");
  return {
    nodeLocations: zones,
    instanceGroupUrls: groups,
    managedInstanceGroupUrls: groups,
    nodeCount: count ?? 0,
    initialNodeCount: count ?? 0,
    version: kubernetesVersion,
    maxPodsPerNode: 110,
    management: { autoRepair: true, autoUpgrade: true },
    upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
    nodeConfig: {
      machineType: "e2-medium",
      diskSizeGb: 100,
      diskType: "pd-balanced",
      imageType: "COS_CONTAINERD",
      serviceAccount: "default",
    },
  };
}
