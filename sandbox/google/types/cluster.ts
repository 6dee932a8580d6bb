import type { Properties } from "../../provider/provider";
import { clusterEffects } from "../container";
import { invalid } from "../errors";
import { hasGatewayApi } from "../gatewayApi";
import { lastPart, resolve } from "../ids";
import { keyReference } from "../keyUse";
import type { Report, Resource, ResourceType } from "../resourceType";
import { parseRange } from "../rules/cidr";
import { containerName, type Format } from "../rules/formats";
import { locationRule } from "../rules/places";
import { isZone, regionOf, zoneFault, zonesOf } from "../rules/zones";
import type { State } from "../store";
import { text, texts, valueAt, valuesAt } from "../values";
import { clusterValues } from "./clusterValues";

const subnetworkType = "gcp:compute/subnetwork:Subnetwork";

/** The control plane that the sandbox runs, whatever the release channel. */
export const kubernetesVersion = "1.36.3-gke.1000000";

const time: Format = {
  pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  says: "a time such as 2026-01-31T04:00:00Z",
};
const dailyTime: Format = { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, says: "a time of day such as 03:00" };
const workloadPool: Format = { pattern: /^[^/]+\.svc\.id\.goog$/, says: "<project>.svc.id.goog" };

const turnedOff = (old: unknown, now: unknown) => old === true && now !== true;

export const cluster: ResourceType = {
  allowed: clusterValues,
  formats: {
    name: containerName,
    "workloadIdentityConfig.workloadPool": workloadPool,
    "maintenancePolicy.dailyMaintenanceWindow.startTime": dailyTime,
    "maintenancePolicy.recurringWindow.startTime": time,
    "maintenancePolicy.recurringWindow.endTime": time,
    "maintenancePolicy.maintenanceExclusions[].startTime": time,
    "maintenancePolicy.maintenanceExclusions[].endTime": time,
  },
  references: [
    { property: "network", to: "gcp:compute/network:Network", holds: true },
    { property: "subnetwork", to: subnetworkType, holds: true },
    keyReference("databaseEncryption.keyName"),
  ],
  check(inputs, report) {
    locationRule(inputs, report);
    checkStandIn(inputs, report);
    checkNodeLocations(inputs, report);
    checkNetworking(inputs, report);
    if (
      text(inputs, "databaseEncryption.state") === "ENCRYPTED" &&
      !valueAt(inputs, "databaseEncryption.keyName")
    )
      report("databaseEncryption.keyName", "missing: the state ENCRYPTED needs a key");
  },
  // Two features that the provider can only switch off on a new cluster (its CustomizeDiff).
  replacedBy: { enableL4IlbSubsetting: turnedOff, enableFqdnNetworkPolicy: turnedOff },
  // Google shows no nodeConfig once the default pool is gone, so that one in the program differs for ever.
  forgets: ["nodeConfig"],
  refuse(resource, state) {
    refuseRanges(resource, state);
    refuseLessGateway(resource, state);
  },
  refuseDelete(outputs) {
    if (outputs.deletionProtection === true)
      throw new Error(
        "Cannot destroy cluster because deletion_protection is set to true. Set it to false to proceed with cluster deletion.",
      );
  },
  outputs: clusterOutputs,
  effects: clusterEffects,
};

/** What GKE can do and the stand-in cannot. */
function checkStandIn(inputs: Properties, report: Report): void {
  if (inputs.enableAutopilot === true) report("enableAutopilot", "the stand-in has no Autopilot clusters");
  else if (inputs.removeDefaultNodePool !== true)
    report(
      "removeDefaultNodePool",
      "missing or false; allowed: true, since the stand-in makes no default node pool",
    );
  if (text(inputs, "gatewayApiConfig.channel") === "CHANNEL_EXPERIMENTAL")
    report("gatewayApiConfig.channel", "the stand-in only has Gateway API's standard channel");
  if (inputs.nodePools !== undefined)
    report("nodePools", "the stand-in only has node pools that are resources of their own");
  if (inputs.initialNodeCount === undefined)
    report("initialNodeCount", "missing: a cluster whose default node pool is removed is made with 1 node");
  if (inputs.nodeVersion !== undefined) report("nodeVersion", "only allowed without removeDefaultNodePool");
}

function checkNodeLocations(inputs: Properties, report: Report): void {
  const location = text(inputs, "location");
  if (location === undefined) return;
  for (const zone of texts(inputs, "nodeLocations")) {
    const wrong = zoneFault(zone, regionOf(location));
    if (wrong !== undefined) report("nodeLocations", wrong);
    if (zone === location)
      report("nodeLocations", `${zone} is the cluster's own zone; allowed: further zones`);
  }
}

function checkNetworking(inputs: Properties, report: Report): void {
  if (inputs.datapathProvider === "ADVANCED_DATAPATH" && valueAt(inputs, "networkPolicy.enabled") === true)
    report(
      "networkPolicy.enabled",
      "not allowed with ADVANCED_DATAPATH, which always enforces network policies",
    );
  const master = text(inputs, "privateClusterConfig.masterIpv4CidrBlock");
  if (master !== undefined && parseRange(master)?.bits !== 28)
    report(
      "privateClusterConfig.masterIpv4CidrBlock",
      `${JSON.stringify(master)} is not an IPv4 range with mask /28`,
    );
  for (const { path, value } of valuesAt(inputs, "masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock"))
    if (typeof value === "string" && /^[\d./]+$/.test(value) && !parseRange(value))
      report(path, `${JSON.stringify(value)} is not an IPv4 range`);
}

function subnetworkOf({ inputs, place }: Resource, state: State) {
  const subnetwork = text(inputs, "subnetwork");
  if (subnetwork === undefined) return undefined;
  return state.resources[resolve(subnetworkType, subnetwork, place)];
}

function refuseLessGateway({ id, inputs }: Resource, state: State): void {
  if (hasGatewayApi(state.resources[id]?.outputs ?? {}) && !hasGatewayApi(inputs))
    throw invalid(
      "gatewayApiConfig.channel: the stand-in cannot take Gateway API out of a cluster that has it",
    );
}

const rangeNames = ["clusterSecondaryRangeName", "servicesSecondaryRangeName"];

function refuseRanges(resource: Resource, state: State): void {
  const subnetwork = subnetworkOf(resource, state);
  if (subnetwork === undefined) return;
  const network = text(subnetwork.outputs, "network") ?? "";
  if (lastPart(network) !== lastPart(text(resource.inputs, "network") ?? ""))
    throw invalid(`The subnetwork ${text(subnetwork.outputs, "name") ?? ""} is not in the cluster's network`);
  for (const property of rangeNames) {
    const name = text(resource.inputs, `ipAllocationPolicy.${property}`);
    if (name !== undefined && rangeOf(subnetwork.outputs, name) === undefined)
      throw invalid(`Secondary range ${JSON.stringify(name)} does not exist in network ${lastPart(network)}`);
  }
}

function rangeOf(subnetwork: Properties, name: string | undefined): string | undefined {
  const ranges = valuesAt(subnetwork, "secondaryIpRanges[]").map(({ value }) => value as Properties);
  return text(ranges.find(({ rangeName }) => rangeName === name) ?? {}, "ipCidrRange");
}

function clusterOutputs(resource: Resource, _previous: Properties | undefined, state: State): Properties {
  const { id, inputs, place, extra } = resource;
  const location = place.location ?? "";
  const subnetwork = subnetworkOf(resource, state)?.outputs ?? {};
  const [pods, services] = rangeNames.map((name) =>
    rangeOf(subnetwork, text(inputs, `ipAllocationPolicy.${name}`)),
  );
  const endpoint = text(extra, "endpoint") ?? "";
  return {
    selfLink: `https://container.googleapis.com/v1/${id}`,
    endpoint: endpoint.split(":")[0],
    masterAuth: {
      clusterCaCertificate: Buffer.from(text(extra, "caCertificate") ?? "").toString("base64"),
      clientCertificateConfig: { issueClientCertificate: false },
    },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { endpoint, allowExternalTraffic: false } },
    masterVersion: kubernetesVersion,
    nodeVersion: kubernetesVersion,
    releaseChannel: { channel: "REGULAR" },
    // As Google shows it: without the zone of a zonal cluster.
    nodeLocations: isZone(location) ? [] : zonesOf(location).slice(0, 3),
    clusterIpv4Cidr: pods ?? "10.96.0.0/14",
    servicesIpv4Cidr: services ?? "34.118.224.0/20",
    networkingMode: "VPC_NATIVE",
    datapathProvider: "",
    loggingService: "logging.googleapis.com/kubernetes",
    monitoringService: "monitoring.googleapis.com/kubernetes",
    databaseEncryption: { state: "DECRYPTED", keyName: "" },
    defaultMaxPodsPerNode: 110,
  };
}
