import { ConnectedCluster } from "loklak-gke/kit/connectedCluster";
import { Image } from "loklak-gke/kit/image";
import { Namespace } from "loklak-gke/kit/namespace";
import { PublicAddress } from "loklak-gke/kit/publicAddress";
import { PublicService } from "loklak-gke/kit/publicService";
import { Registry } from "loklak-gke/kit/registry";
import { ContentServer } from "./components/contentServer";
import { ContentVolume } from "./components/contentVolume";
import { Publication } from "./components/publication";
import { WebServers } from "./components/webServers";
import { loadConfig } from "./config";

/** A website of PHP replicas on one shared content, on the cluster of another stack; runs when the engine asks for it. */
async function phpFarm() {
  const { config, platform } = await loadConfig();
  const { prefix, project, labels, replicas, web, php, content } = config;
  const { region, network } = platform;

  // What holds data or is known to the outside: it stays when everything below is replaced.
  const address = new PublicAddress("address", { name: prefix, project, region, labels });
  const server = new ContentServer("content", {
    name: `${prefix}-content`,
    project,
    tier: content.tier,
    location: content.tier === "REGIONAL" ? region : (content.zone ?? platform.zones[0]!),
    capacityGb: content.capacityGb,
    network: network.name,
    nodeRange: network.nodeRange,
    reservedRange: content.reservedRange,
    labels,
  });

  // What runs.
  const registry = new Registry("registry", {
    name: prefix,
    project,
    region,
    labels,
    key: platform.encryptionKeys?.registry,
    reader: platform.nodeMember,
    otherImages: Object.values(config.images),
  });
  const image = (name: keyof typeof config.images, context: string, buildArgs: Record<string, string>) =>
    new Image(`${name}-image`, {
      name,
      registry,
      tags: ["latest"],
      context,
      buildArgs,
      existing: config.images[name],
    }).reference;
  const bases = {
    nginx: { NGINX_IMAGE: config.baseImages.nginx },
    php: { PHP_IMAGE: config.baseImages.php },
  };
  const images = {
    web: image("web", "images/web", bases.nginx),
    php: image("php", "images/php", bases.php),
  };
  const contentImage = image("content", "content", bases.php);

  // How it runs: the content is published, then served by all replicas behind the public address.
  const cluster = new ConnectedCluster("platform", platform);
  const onCluster = { providers: { kubernetes: cluster.provider } };
  const quota = {
    pods: replicas + 1,
    cpuMillis: web.cpuMillis + php.cpuMillis,
    memoryMb: web.memoryMb + php.memoryMb,
    claims: 1,
    loadBalancers: 1,
  };
  const namespace = new Namespace("php-farm", { cluster, name: prefix, quota }, onCluster);
  const volume = new ContentVolume(
    "content",
    { cluster, volumeName: `${prefix}-content`, namespace, server },
    onCluster,
  );
  const { placement } = platform.nodePools[config.nodePool]!;
  const publication = new Publication(
    "publication",
    { namespace, image: contentImage, volume, keepMinutes: content.keepMinutes, placement },
    onCluster,
  );
  const servers = new WebServers(
    "web",
    {
      namespace,
      images,
      sizes: { web, php },
      replicas,
      workers: php.workers,
      maxBodyMb: config.maxBodyMb,
      volume,
      placement,
    },
    // They are ready when there is something to serve.
    { ...onCluster, dependsOn: publication },
  );
  const service = new PublicService(
    "php-farm",
    { namespace, name: "php-farm", address, selector: servers.selector },
    onCluster,
  );

  return {
    url: service.url,
    ipAddress: address.ipAddress,
    namespace: namespace.namespaceName,
    contentServer: server.instanceName,
    images: { ...images, content: contentImage },
  };
}

export = phpFarm;
