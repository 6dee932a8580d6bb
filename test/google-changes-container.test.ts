import type { Properties } from "../sandbox/provider/provider";
import { itShows } from "./support/googleChanges";
import { region, zone } from "./support/googleCloud";
import { clusterInputs, poolInputs, type } from "./support/googleResources";

const repository: Properties = {
  repositoryId: "images",
  location: region,
  format: "DOCKER",
  cleanupPolicies: [
    { id: "recent", action: "KEEP", mostRecentVersions: { keepCount: 5 } },
    { id: "old", action: "DELETE", condition: { olderThan: "30d" } },
  ],
};
const [recent, old] = repository.cleanupPolicies as Properties[];
const config = { machineType: "e2-standard-4", labels: { purpose: "index" }, tags: ["node"] };
const pool: Properties = { ...poolInputs, nodeConfig: config };

describe("Google stand-in: changes of clusters, registries and accounts", () => {
  itShows([
    [
      "policies in another order",
      type.repository,
      repository,
      { cleanupPolicies: [old ?? {}, recent ?? {}] },
      {},
    ],
    [
      "one policy fewer",
      type.repository,
      repository,
      { cleanupPolicies: [recent ?? {}] },
      { "cleanupPolicies[1]": "delete" },
    ],
    [
      "a policy's age",
      type.repository,
      repository,
      { cleanupPolicies: [{ ...old, condition: { olderThan: "60d" } }, recent ?? {}] },
      { "cleanupPolicies[0].condition.olderThan": "update" },
    ],
    [
      "immutable tags",
      type.repository,
      repository,
      { dockerConfig: { immutableTags: true } },
      { dockerConfig: "add" },
    ],
    ["a repository's key", type.repository, repository, { kmsKeyName: "k" }, { kmsKeyName: "add-replace" }],
    [
      "an account's display name",
      type.account,
      { accountId: "nodes-a" },
      { displayName: "a" },
      { displayName: "add" },
    ],
    [
      "an account's id",
      type.account,
      { accountId: "nodes-a" },
      { accountId: "nodes-b" },
      { accountId: "update-replace" },
    ],
    [
      "a cluster's description",
      type.cluster,
      clusterInputs,
      { description: "a" },
      { description: "add-replace" },
    ],
    [
      "a cluster's channel",
      type.cluster,
      clusterInputs,
      { releaseChannel: { channel: "STABLE" } },
      { "releaseChannel.channel": "update" },
    ],
    [
      "a cluster's channel taken away",
      type.cluster,
      { ...clusterInputs, releaseChannel: { channel: "STABLE" } },
      { releaseChannel: undefined },
      {},
    ],
    [
      "a cluster's location",
      type.cluster,
      clusterInputs,
      { location: region },
      { location: "update-replace" },
    ],
    [
      "a cluster's data plane",
      type.cluster,
      clusterInputs,
      { datapathProvider: "ADVANCED_DATAPATH" },
      { datapathProvider: "add-replace" },
    ],
    [
      "a cluster's encryption",
      type.cluster,
      clusterInputs,
      { databaseEncryption: { state: "ENCRYPTED", keyName: "k" } },
      { "databaseEncryption.state": "update", "databaseEncryption.keyName": "add" },
    ],
    [
      "a cluster's further zones",
      type.cluster,
      clusterInputs,
      { nodeLocations: [`${region}-c`] },
      { "nodeLocations[0]": "add" },
    ],
    [
      "a cluster's deletion protection",
      type.cluster,
      clusterInputs,
      { deletionProtection: true },
      { deletionProtection: "update" },
    ],
    [
      "a cluster's IP endpoint switched off",
      type.cluster,
      { ...clusterInputs, controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true } } },
      { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } },
      { "controlPlaneEndpointsConfig.ipEndpointsConfig.enabled": "update" },
    ],
    [
      "a cluster's further zones taken away",
      type.cluster,
      { ...clusterInputs, nodeLocations: [`${region}-c`] },
      { nodeLocations: [] },
      { "nodeLocations[0]": "delete" },
    ],
    [
      "private nodes",
      type.cluster,
      clusterInputs,
      { privateClusterConfig: { enablePrivateNodes: true } },
      { privateClusterConfig: "add" },
    ],
    [
      "a range for the control plane",
      type.cluster,
      clusterInputs,
      { privateClusterConfig: { masterIpv4CidrBlock: "172.16.0.0/28" } },
      { privateClusterConfig: "add-replace" },
    ],
    [
      "L4 subsetting switched on",
      type.cluster,
      clusterInputs,
      { enableL4IlbSubsetting: true },
      { enableL4IlbSubsetting: "update" },
    ],
    [
      "L4 subsetting switched off",
      type.cluster,
      { ...clusterInputs, enableL4IlbSubsetting: true },
      { enableL4IlbSubsetting: false },
      { enableL4IlbSubsetting: "update-replace" },
    ],
    ["a pool's node count", type.nodePool, pool, { nodeCount: 3 }, { nodeCount: "update" }],
    [
      "a pool's zones",
      type.nodePool,
      pool,
      { nodeLocations: [zone, `${region}-c`] },
      { "nodeLocations[1]": "add" },
    ],
    [
      "a pool's machine type",
      type.nodePool,
      pool,
      { nodeConfig: { ...config, machineType: "e2-standard-8" } },
      { "nodeConfig.machineType": "update" },
    ],
    [
      "a pool's node labels",
      type.nodePool,
      pool,
      { nodeConfig: { ...config, labels: { purpose: "web" } } },
      { "nodeConfig.labels.purpose": "update" },
    ],
    [
      "a pool's tags in another order",
      type.nodePool,
      pool,
      { nodeConfig: { ...config, tags: ["node", "more"] } },
      { "nodeConfig.tags[1]": "add" },
    ],
    [
      "a pool's service account",
      type.nodePool,
      pool,
      { nodeConfig: { ...config, serviceAccount: "a@b.iam.gserviceaccount.com" } },
      { "nodeConfig.serviceAccount": "update-replace" },
    ],
    [
      "a pool's spot machines",
      type.nodePool,
      pool,
      { nodeConfig: { ...config, spot: true } },
      { "nodeConfig.spot": "update-replace" },
    ],
    ["a pool's machines, left to Google", type.nodePool, pool, { nodeConfig: undefined }, {}],
    [
      "a pool's upgrades",
      type.nodePool,
      pool,
      { upgradeSettings: { maxSurge: 2 } },
      { "upgradeSettings.maxSurge": "update" },
    ],
  ]);
});
