import { DataDisk } from "loklak-gke/kit/dataDisk";
import { DataStorage } from "loklak-gke/kit/dataStorage";
import { ConnectedCluster } from "loklak-gke/kit/connectedCluster";
import { Image } from "loklak-gke/kit/image";
import { Namespace } from "loklak-gke/kit/namespace";
import { PublicAddress } from "loklak-gke/kit/publicAddress";
import { PublicService } from "loklak-gke/kit/publicService";
import { Registry } from "loklak-gke/kit/registry";
import { SnapshotSchedule } from "loklak-gke/kit/snapshotSchedule";
import { Bootstrap } from "./components/bootstrap";
import { contractScript } from "./components/bootstrapScripts";
import { Database } from "./components/database";
import { DatabaseJob } from "./components/databaseJob";
import { GeneratedSecrets } from "./components/generatedSecrets";
import { InternalAddress } from "./components/internalAddress";
import { InternalService } from "./components/internalService";
import { KeystoneApi } from "./components/keystoneApi";
import { connectionsPerReplica } from "./components/keystoneConfig";
import { KeystoneFiles } from "./components/keystoneFiles";
import { loadConfig } from "./config";

/** OpenStack Keystone on the cluster of another stack; runs when the engine asks for it. */
async function keystone() {
  const { config, target } = await loadConfig();
  const { prefix, project, labels, api, database } = config;
  const { region } = target;
  const place = { project, region, labels };

  // What holds data or is known to others: it stays when everything below is replaced.
  const secrets = new GeneratedSecrets("secrets", config);
  const publicAddress = new PublicAddress("public-address", { ...place, name: `${prefix}-public` });
  const internalAddress = new InternalAddress("internal-address", {
    ...place,
    name: `${prefix}-internal`,
    subnetwork: target.network.subnetwork,
  });
  const { every, ...schedule } = config.snapshots;
  const snapshots =
    every === "never"
      ? undefined
      : new SnapshotSchedule("snapshots", { ...place, name: `${prefix}-data`, every, ...schedule });
  const disk = new DataDisk("database-disk", {
    ...place,
    name: `${prefix}-database`,
    zones: database.zones ?? target.zones.slice(0, 1),
    sizeGb: database.diskSizeGb,
    type: database.diskType,
    key: target.encryptionKeys?.disks,
    snapshots,
  });

  // What runs.
  const registry = new Registry("registry", {
    ...place,
    name: prefix,
    key: target.encryptionKeys?.registry,
    reader: target.nodeMember,
    otherImages: Object.values(config.images),
  });
  const { python, mariadb, memcached } = config.baseImages;
  const image = (name: keyof typeof config.images, buildArgs: Record<string, string>) =>
    new Image(`${name}-image`, {
      name,
      registry,
      tags: [prefix],
      context: `images/${name}`,
      buildArgs,
      existing: config.images[name],
    }).reference;
  const keystoneImage = image("keystone", { PYTHON_IMAGE: python });
  const mariadbImage = image("mariadb", { MARIADB_IMAGE: mariadb });
  const memcachedImage = image("memcached", { MEMCACHED_IMAGE: memcached });

  // How it runs: Keystone in front of MariaDB, behind both addresses.
  const cluster = new ConnectedCluster("cluster", target);
  const onCluster = { providers: { kubernetes: cluster.provider } };
  const storage = new DataStorage("data", { cluster, name: "keystone-data" }, onCluster);
  const namespace = new Namespace(
    "keystone",
    {
      cluster,
      name: "keystone",
      quota: {
        pods: api.replicas + 2,
        cpuMillis: Math.max(api.cpuMillis, database.cpuMillis),
        memoryMb: Math.max(api.memoryMb, database.memoryMb),
        claims: 1,
        loadBalancers: 2,
      },
    },
    onCluster,
  );
  const server = new Database(
    "database",
    {
      ...database,
      cluster,
      namespace,
      disk,
      storage,
      image: mariadbImage,
      placement: target.nodePools[database.nodePool]!.placement,
      // Replicas of two versions while one takes the other's place, and a Job.
      connections: (2 * api.replicas + 1) * connectionsPerReplica,
      password: secrets.databasePassword,
    },
    onCluster,
  );
  const publicUrl = publicAddress.ipAddress.apply((address) => `http://${address}`);
  const internalUrl = internalAddress.ipAddress.apply((address) => `http://${address}`);
  const { tokenSeconds } = config;
  const files = new KeystoneFiles(
    "keystone",
    { namespace: namespace.namespaceName, databaseHost: server.host, secrets, tokenSeconds },
    onCluster,
  );
  const pod = {
    ...api,
    image: keystoneImage,
    placement: target.nodePools[api.nodePool]!.placement,
    files,
  };
  const bootstrap = new Bootstrap(
    "bootstrap",
    { ...pod, namespace, region, publicUrl, internalUrl, adminPassword: secrets.adminPassword },
    { ...onCluster, dependsOn: server },
  );
  const servers = new KeystoneApi(
    "keystone-api",
    { ...pod, namespace, memcachedImage },
    { ...onCluster, dependsOn: bootstrap },
  );
  // No child of `bootstrap`: the servers wait for all of those.
  new DatabaseJob(
    "contract",
    { ...pod, namespace, script: contractScript },
    { ...onCluster, dependsOn: servers },
  );
  const { selector } = servers;
  const behind = { namespace, selector };
  const publicService = new PublicService(
    "keystone-public",
    { ...behind, name: "keystone-public", address: publicAddress, sourceRanges: config.publicRanges },
    onCluster,
  );
  new InternalService(
    "keystone-internal",
    { ...behind, name: "keystone-internal", address: internalAddress },
    onCluster,
  );

  return {
    publicUrl: publicService.url,
    internalUrl,
    adminPassword: secrets.adminPassword,
    region,
    databaseDisk: disk.diskName,
    fernetGeneration: config.fernetGeneration,
  };
}

export = keystone;
