import assert, { rejects } from "node:assert/strict";
import type { Properties } from "../sandbox/provider/provider";
import { InitializationError } from "../sandbox/provider/provider";
import { plain, region, TestCloud, zone } from "./support/googleCloud";
import { clusterInputs, makeNetwork, poolInputs, type } from "./support/googleResources";

async function withCluster(inputs: Properties = clusterInputs) {
  const cloud = new TestCloud();
  await makeNetwork(cloud);
  return { cloud, cluster: await cloud.create(type.cluster, inputs) };
}

describe("Google stand-in: clusters", () => {
  it("takes Gateway API into a cluster that is there, and never out again", async () => {
    const cloud = new TestCloud();
    await makeNetwork(cloud);
    const cluster = await cloud.create(type.cluster, clusterInputs);
    const withApi = { ...clusterInputs, gatewayApiConfig: { channel: "CHANNEL_STANDARD" } };
    const changed = await cloud.update(cluster, withApi);
    const without = { ...withApi, gatewayApiConfig: { channel: "CHANNEL_DISABLED" } };
    await rejects(cloud.update(changed, without), /cannot take Gateway API out of a cluster that has it/);
  });

  it("start a control plane and tell how to reach it", async () => {
    const { cloud, cluster } = await withCluster();
    assert.deepEqual([...cloud.clusters.running], [cluster.id]);
    const { outputs } = cluster;
    assert.equal(outputs.endpoint, "127.1.2.3");
    const { dnsEndpointConfig } = outputs.controlPlaneEndpointsConfig as Properties;
    assert.equal((dnsEndpointConfig as Properties).endpoint, "127.1.2.3:6443");
    const { clusterCaCertificate } = outputs.masterAuth as Properties;
    assert.match(Buffer.from(plain(clusterCaCertificate), "base64").toString(), /^-----BEGIN CERTIFICATE/);
    assert.equal(outputs.clusterIpv4Cidr, "10.4.0.0/14");
    assert.equal(outputs.servicesIpv4Cidr, "10.8.0.0/20");
    assert.match(cloud.messages.join(), /Google Cloud stand-in: starting the control plane/);
  });

  it("keep their endpoint beside what the program says of it", async () => {
    const endpoints = {
      dnsEndpointConfig: { allowExternalTraffic: true },
      ipEndpointsConfig: { enabled: false },
    };
    const { cloud, cluster } = await withCluster({
      ...clusterInputs,
      controlPlaneEndpointsConfig: endpoints,
    });
    const expected = {
      ...endpoints,
      dnsEndpointConfig: { allowExternalTraffic: true, endpoint: "127.1.2.3:6443" },
    };
    assert.deepEqual(cluster.outputs.controlPlaneEndpointsConfig, expected);
    const updated = await cloud.update(cluster, {
      ...clusterInputs,
      controlPlaneEndpointsConfig: endpoints,
      releaseChannel: { channel: "RAPID" },
    });
    assert.deepEqual(updated.outputs.controlPlaneEndpointsConfig, expected);
    assert.equal(updated.outputs.endpoint, cluster.outputs.endpoint);
  });

  it("do not exist when their control plane did not start, and can be made again", async () => {
    const cloud = new TestCloud();
    await makeNetwork(cloud);
    cloud.clusters.failing = new Error("the port 6443 is in use");
    await rejects(cloud.create(type.cluster, clusterInputs), /the port 6443 is in use/);
    cloud.clusters.failing = undefined;
    await cloud.create(type.cluster, clusterInputs);
  });

  it("refuse to be deleted while they are protected", async () => {
    const { cloud, cluster } = await withCluster({ ...clusterInputs, deletionProtection: true });
    await rejects(cloud.delete(cluster), /Cannot destroy cluster because deletion_protection is set to true/);
    assert.equal(cloud.clusters.running.size, 1);
    await cloud.delete(await cloud.update(cluster, { ...clusterInputs, deletionProtection: false }));
    assert.equal(cloud.clusters.running.size, 0);
  });
});

describe("Google stand-in: node pools", () => {
  it("have nodeCount nodes in each of the cluster's zones", async () => {
    for (const [inputs, zones] of [
      [{}, [zone]],
      [{ nodeLocations: [`${region}-d`] }, [zone, `${region}-d`]],
      [{ location: region }, [`${region}-b`, `${region}-c`, `${region}-d`]],
      [{ location: region, nodeLocations: [`${region}-c`] }, [`${region}-c`]],
    ] as [Properties, string[]][]) {
      const { cloud, cluster } = await withCluster({ ...clusterInputs, ...inputs });
      const pool = await cloud.create(type.nodePool, {
        ...poolInputs,
        cluster: cluster.id,
        location: undefined,
      });
      assert.deepEqual(pool.outputs.nodeLocations, zones);
      const nodes = cloud.clusters.nodes.pool ?? [];
      assert.deepEqual(nodes.map((node) => node.zone), zones.flatMap((each) => [each, each])); // prettier-ignore
      assert.equal((pool.outputs.instanceGroupUrls as string[]).length, zones.length);
    }
  });

  it("have nodes named, sized, labelled and tainted as GKE does it", async () => {
    const { cloud } = await withCluster();
    await cloud.create(type.nodePool, {
      ...poolInputs,
      nodeCount: 1,
      nodeConfig: {
        machineType: "n1-standard-2",
        labels: { purpose: "index" },
        taints: [{ key: "only", value: "index", effect: "PREFER_NO_SCHEDULE" }],
      },
    });
    const [node] = cloud.clusters.nodes.pool ?? [];
    assert.ok(node);
    const { name, ...rest } = node;
    assert.match(name, /^gke-main-pool-[0-9a-f]{8}-[0-9a-f]{4}$/);
    assert.deepEqual(rest, {
      zone,
      region,
      pool: "pool",
      machineType: "n1-standard-2",
      labels: { purpose: "index" },
      taints: [{ key: "only", value: "index", effect: "PreferNoSchedule" }],
      cpu: "2",
      memory: "7680Mi",
    });
  });

  it("keep their nodes when they grow or get labels, and renew them for other machines", async () => {
    const { cloud } = await withCluster();
    const names = () => (cloud.clusters.nodes.pool ?? []).map(({ name }) => name);
    const pool = await cloud.create(type.nodePool, poolInputs);
    const before = names();
    const grown = await cloud.update(pool, { ...poolInputs, nodeCount: 3 });
    assert.deepEqual(names().slice(0, 2), before);
    assert.equal(names().length, 3);
    const labelled = { ...poolInputs, nodeConfig: { machineType: "e2-standard-4", labels: { a: "1" } } };
    const third = await cloud.update(grown, labelled);
    assert.deepEqual(names(), before);
    await cloud.update(third, { ...poolInputs, nodeConfig: { machineType: "e2-standard-8" } });
    assert.equal(names().filter((name) => before.includes(name)).length, 0);
  });

  it("have other nodes than a pool of the same name before them", async () => {
    const { cloud } = await withCluster();
    const pool = await cloud.create(type.nodePool, poolInputs);
    const before = cloud.clusters.nodes.pool ?? [];
    await cloud.delete(pool);
    assert.deepEqual(cloud.clusters.nodes.pool, []);
    await cloud.create(type.nodePool, poolInputs);
    const names = new Set(before.map(({ name }) => name));
    assert.ok((cloud.clusters.nodes.pool ?? []).every(({ name }) => !names.has(name)));
  });

  it("exist although their nodes did not come, which a later look makes good", async () => {
    const { cloud, cluster } = await withCluster();
    cloud.clusters.failing = new Error("connection refused");
    const { inputs } = await cloud.check(type.nodePool, poolInputs);
    const error = await cloud.provider.create(inputs, cloud.context(type.nodePool)).catch((e: unknown) => e);
    assert.ok(error instanceof InitializationError);
    assert.equal(error.created.id, `${cluster.id}/nodePools/pool`);
    assert.deepEqual(error.reasons, ["connection refused"]);
    cloud.clusters.failing = undefined;
    await cloud.import(type.nodePool, error.created.id);
    assert.equal(cloud.clusters.nodes.pool?.length, 2);
    cloud.clusters.nodes.pool = [];
    await cloud.import(type.nodePool, error.created.id);
    assert.equal(cloud.clusters.nodes.pool?.length, 0, "settled nodes are left to the cluster");
  });

  it("start with what the autoscaler would keep", async () => {
    const { cloud } = await withCluster();
    const autoscaling = { minNodeCount: 1, maxNodeCount: 3 };
    await cloud.create(type.nodePool, { ...poolInputs, nodeCount: undefined, autoscaling });
    assert.equal(cloud.clusters.nodes.pool?.length, 1);
  });

  it("can be deleted after their cluster", async () => {
    const { cloud, cluster } = await withCluster();
    const pool = await cloud.create(type.nodePool, poolInputs);
    await cloud.delete(cluster);
    await cloud.delete(pool);
  });
});
