import type { Properties } from "../../sandbox/provider/provider";
import { projectNumber } from "../../sandbox/google/generated";
import { project, region, type Stored, type TestCloud, zone } from "./googleCloud";
import { makeDomain } from "./googleDomain";
import { makeIdentities } from "./googleIdentities";
import { type } from "./googleTypes";

export { type } from "./googleTypes";

export const diskInputs: Properties = { name: "index", zone, type: "pd-balanced", size: 50 };

export const policyInputs: Properties = {
  name: "daily",
  region,
  snapshotSchedulePolicy: {
    schedule: { dailySchedule: { daysInCycle: 1, startTime: "04:00" } },
    retentionPolicy: { maxRetentionDays: 14 },
  },
};

export const poolInputs: Properties = {
  name: "pool",
  cluster: "main",
  location: zone,
  nodeCount: 2,
  nodeConfig: { machineType: "e2-standard-4" },
};

export const clusterInputs: Properties = {
  name: "main",
  location: zone,
  network: "net",
  subnetwork: "sub",
  removeDefaultNodePool: true,
  initialNodeCount: 1,
  deletionProtection: false,
  ipAllocationPolicy: { clusterSecondaryRangeName: "pods", servicesSecondaryRangeName: "services" },
  workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
};

export const subnetworkInputs: Properties = {
  name: "sub",
  network: "net",
  ipCidrRange: "10.0.0.0/20",
  secondaryIpRanges: [
    { rangeName: "pods", ipCidrRange: "10.4.0.0/14" },
    { rangeName: "services", ipCidrRange: "10.8.0.0/20" },
  ],
};

/** A network with a subnetwork, as {@link clusterInputs} name them. */
export async function makeNetwork(cloud: TestCloud): Promise<{ network: Stored; subnetwork: Stored }> {
  const network = await cloud.create(type.network, { name: "net", autoCreateSubnetworks: false });
  return { network, subnetwork: await cloud.create(type.subnetwork, subnetworkInputs) };
}

/** A key, granted to the service agents of these services, such as `compute-system`. */
export async function makeKey(cloud: TestCloud, ...agents: string[]): Promise<Stored> {
  const ring = await cloud.create(type.keyRing, { name: "ring", location: region });
  const key = await cloud.create(type.key, { name: "disks", keyRing: ring.id });
  for (const agent of agents)
    await cloud.create(type.keyMember, {
      cryptoKeyId: key.id,
      role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      member: `serviceAccount:service-${projectNumber(project)}@${agent}.iam.gserviceaccount.com`,
    });
  return key;
}

/** One resource of every type, in the order in which they can be made. */
export async function makeEverything(cloud: TestCloud): Promise<Stored[]> {
  const { network, subnetwork } = await makeNetwork(cloud);
  const made = [network, subnetwork];
  const make = async (token: string, inputs: Properties) => {
    const stored = await cloud.create(token, inputs);
    made.push(stored);
    return stored;
  };
  await make(type.firewall, {
    name: "closed",
    network: network.id,
    denies: [{ protocol: "all" }],
    sourceRanges: ["0.0.0.0/0"],
  });
  await make(type.router, { name: "router", network: network.id, region });
  await make(type.nat, {
    name: "nat",
    router: "router",
    region,
    natIpAllocateOption: "AUTO_ONLY",
    sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
    logConfig: { enable: true, filter: "ERRORS_ONLY" },
  });
  await make(type.address, { name: "public", labels: { team: "search" } });
  const key = await makeKey(cloud, "compute-system", "gcp-sa-artifactregistry", "container-engine-robot");
  const disk = await make(type.disk, { ...diskInputs, diskEncryptionKey: { kmsKeySelfLink: key.id } });
  await make(type.regionDisk, {
    name: "dump",
    region,
    replicaZones: [`${region}-b`, `${region}-c`],
    type: "pd-balanced",
    size: 20,
  });
  await make(type.snapshot, { name: "before", sourceDisk: disk.id });
  await make(type.policy, policyInputs);
  await make(type.attachment, { name: "daily", disk: "index", zone });
  const account = await make(type.account, { accountId: "loklak-nodes", displayName: "Nodes" });
  await make(type.projectMember, {
    project,
    role: "roles/logging.logWriter",
    member: account.outputs.member,
  });
  await make(type.repository, {
    repositoryId: "loklak",
    location: region,
    format: "DOCKER",
    kmsKeyName: key.id,
    cleanupPolicies: [{ id: "recent", action: "KEEP", mostRecentVersions: { keepCount: 5 } }],
  });
  await make(type.repositoryMember, {
    repository: "loklak",
    location: region,
    role: "roles/artifactregistry.reader",
    member: account.outputs.member,
  });
  await make(type.cluster, {
    ...clusterInputs,
    databaseEncryption: { state: "ENCRYPTED", keyName: key.id },
    releaseChannel: { channel: "REGULAR" },
    controlPlaneEndpointsConfig: { dnsEndpointConfig: { allowExternalTraffic: true } },
    privateClusterConfig: { enablePrivateNodes: true },
  });
  await make(type.nodePool, {
    ...poolInputs,
    nodeConfig: {
      machineType: "e2-standard-4",
      serviceAccount: account.outputs.email,
      oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
      labels: { purpose: "index" },
      workloadMetadataConfig: { mode: "GKE_METADATA" },
      linuxNodeConfig: { sysctls: { "vm.max_map_count": "262144" } },
    },
  });
  made.push(...(await makeDomain(cloud)), ...(await makeIdentities(cloud, account)));
  return made;
}
