import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./components/cluster";
import { DataDisk, disksByName } from "./components/kit/dataDisk";
import { DataStorage } from "./components/kit/dataStorage";
import { Domain } from "./components/domain";
import { Door } from "./components/door";
import { DumpWriter } from "./components/dumpWriter";
import { Elasticsearch } from "./components/elasticsearch";
import { formerDefaultDeny } from "./components/formerDefaultDeny";
import { Gateway } from "./components/gateway";
import { Image } from "./components/kit/image";
import { imageBuilds } from "./components/imageBuilds";
import { Keys } from "./components/keys";
import { LoklakApi } from "./components/loklakApi";
import { Namespace } from "./components/kit/namespace";
import { Network } from "./components/network";
import { NodeIdentity } from "./components/nodeIdentity";
import { NodePool } from "./components/nodePool";
import { PublicAddress } from "./components/kit/publicAddress";
import { PublicService } from "./components/kit/publicService";
import { Registry } from "./components/kit/registry";
import { webQuota } from "./components/webQuota";
import { loadConfig } from "./config";
import { dumpDiskName, dumpDiskZones, generationInUse } from "./config/indexDisks";
import { SnapshotSchedule } from "./components/kit/snapshotSchedule";
import { contractVersion, StackOutputInputs } from "./outputs";

/** The whole environment, from the network to the public address; runs when the engine asks for it. */
async function loklak(): Promise<StackOutputInputs> {
  const config = await loadConfig();
  const { prefix, project, region, zones, labels } = config;
  const adopts = (kind: (typeof config.adopt)[number]) => config.adopt.includes(kind);

  // What holds data or is known to the outside: it stays when everything below is replaced.
  const keys = config.encryption
    ? new Keys("keys", { name: prefix, project, region, labels, adopt: adopts("keys") })
    : undefined;
  const address = new PublicAddress("address", {
    name: prefix,
    project,
    region,
    labels,
    adopt: adopts("address"),
  });
  const domain =
    config.domain &&
    new Domain("domain", {
      ...config.domain,
      prefix,
      project,
      labels,
      // Each of the door's pods counts by itself.
      requestsPerSecond: config.door.replicas * config.door.requestsPerSecond,
      adopt: adopts("domainAddress"),
    });
  const { every, ...schedule } = config.snapshots;
  const snapshots =
    every === "never"
      ? undefined
      : new SnapshotSchedule("snapshots", {
          name: `${prefix}-data`,
          project,
          region,
          every,
          ...schedule,
          labels,
          adopt: adopts("snapshots"),
        });
  const indexGenerations = config.indexGenerations.map((disks) =>
    disks.map(
      ({ name, diskName, zone, snapshot }) =>
        new DataDisk(name, {
          name: diskName,
          project,
          region,
          zones: [zone],
          sizeGb: config.elasticsearch.diskSizeGb,
          type: config.elasticsearch.diskType,
          labels,
          key: keys?.disks,
          snapshots,
          snapshot,
          adopt: adopts("disks"),
        }),
    ),
  );
  const generation = generationInUse(config.elasticsearch);
  const indexDisks = indexGenerations[generation - 1]!;
  const dumpDisk = new DataDisk("data-dump-disk", {
    name: dumpDiskName(config.dumps, prefix),
    project,
    region,
    zones: dumpDiskZones(config.dumps, zones),
    sizeGb: config.dumps.diskSizeGb,
    type: config.dumps.diskType,
    labels,
    key: keys?.disks,
    snapshots,
    adopt: adopts("disks"),
  });

  // Where it runs.
  const network = new Network("network", { name: prefix, region, ...config.network });
  const nodeIdentity = new NodeIdentity("nodes", { accountId: `${prefix}-nodes`, project });
  const cluster = new Cluster("cluster", {
    ...config.cluster,
    name: prefix,
    project,
    region,
    zones,
    labels,
    network,
    nodeIdentity,
    keys,
  });
  const nodePools = Object.fromEntries(
    Object.entries(config.nodePools).map(([name, pool]) => [
      name,
      new NodePool(
        name,
        { ...pool, cluster, zones, labels, identity: nodeIdentity, key: keys?.disks },
        { dependsOn: network.internetAccess },
      ),
    ]),
  );

  // What runs.
  const registry = new Registry("registry", {
    name: prefix,
    project,
    region,
    labels,
    key: keys?.registry,
    reader: nodeIdentity.member,
    otherImages: [config.elasticsearch.image, config.loklak.image, config.door.image].filter(
      (image) => image !== undefined,
    ),
  });
  const builds = imageBuilds(config);
  const elasticsearchImage = new Image("elasticsearch-image", { ...builds.elasticsearch, registry });
  const loklakImage = new Image("loklak-image", { ...builds.loklak, registry });
  const doorImage = new Image("door-image", { ...builds.door, registry });

  // How it runs: loklak in front of Elasticsearch, behind the door, behind the public address.
  const onCluster = { providers: { kubernetes: cluster.provider } };
  const storage = new DataStorage("data", { cluster, name: "loklak-data" }, onCluster);
  const elasticsearch = new Elasticsearch(
    "elasticsearch",
    {
      ...config.elasticsearch,
      cluster,
      image: elasticsearchImage.reference,
      nodePool: nodePools[config.elasticsearch.nodePool]!,
      disks: indexDisks,
      generation,
      storage,
    },
    onCluster,
  );
  const quota = webQuota(config.loklak, config.door);
  const policyAliases = [formerDefaultDeny()];
  const web = new Namespace("web", { cluster, name: "web", quota, policyAliases }, onCluster);
  const server = {
    ...config.loklak,
    image: loklakImage.reference,
    nodePool: nodePools[config.loklak.nodePool]!,
    namespace: web,
    elasticsearch,
  };
  const api = new LoklakApi("loklak-api", server, {
    ...onCluster,
    // Servers that a restore renews must not come to know the index that it ends.
    dependsOn: elasticsearch.volumes,
  });
  const dumpWriter = new DumpWriter(
    "dump-writer",
    { ...server, cluster, disk: dumpDisk, storage },
    // A version that cannot start is found out by the API servers, before the writer gives up its disk for it.
    { ...onCluster, dependsOn: api },
  );
  const door = new Door(
    "door",
    {
      ...config.door,
      image: doorImage.reference,
      nodePool: nodePools[config.door.nodePool]!,
      namespace: web,
      api: api.address,
      endingApi: api.endingAddress,
      dumpWriter: dumpWriter.address,
      gateway: domain && { address: domain.address.ipAddress },
    },
    onCluster,
  );
  const publicService = new PublicService(
    "loklak",
    { namespace: web, name: "loklak", address, selector: door.selector },
    // It leads to pods that are ready when it comes to select others.
    { ...onCluster, dependsOn: door },
  );
  const gateway =
    domain &&
    new Gateway(
      "gateway",
      { name: prefix, domain, door, namespace: web, network },
      // It sends to pods that listen for it.
      { ...onCluster, dependsOn: door },
    );

  return {
    contractVersion,
    stack: [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/"),
    project,
    region,
    zones,
    clusterName: cluster.clusterName,
    clusterEndpoint: cluster.endpoint,
    kubeconfig: cluster.kubeconfig,
    nodePools: Object.fromEntries(
      Object.entries(nodePools).map(([name, pool]) => [name, { placement: pool.placement() }]),
    ),
    nodeMember: nodeIdentity.member,
    network: { name: network.networkName, subnetwork: network.subnetworkId, ...config.network },
    ...(keys && { encryptionKeys: { disks: keys.disks, registry: keys.registry } }),
    ipAddress: address.ipAddress,
    url: gateway?.url ?? publicService.url,
    ...(domain && { domainAddress: domain.address.ipAddress }),
    dnsRecords: domain?.recordsToSet ?? [],
    registry: registry.uri,
    images: {
      elasticsearch: elasticsearchImage.reference,
      loklak: loklakImage.reference,
      door: doorImage.reference,
    },
    imageSources: {
      elasticsearch: elasticsearchImage.source,
      loklak: loklakImage.source,
      door: doorImage.source,
    },
    indexDisks: indexDisks.map((disk) => disk.diskName),
    indexGenerations: indexGenerations.map((disks, index) => ({
      disks: disks.map((disk) => disk.diskName),
      snapshots: config.elasticsearch.restores[index - 1]?.snapshots ?? [],
    })),
    dumpDisk: dumpDisk.diskName,
    disks: disksByName([...indexGenerations.flat(), dumpDisk]),
    namespaces: { elasticsearch: elasticsearch.namespaceName, web: web.namespaceName },
    elasticsearchAddress: elasticsearch.httpAddress,
    dumpsUrl: dumpWriter.url,
  };
}

export = loklak;
