import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { Cluster, ClusterArgs } from "../components/cluster";
import { NodePool } from "../components/nodePool";
import { testIdentity, testNetwork, testPool } from "./support/parts";
import { find, promiseOf, record, Recorded } from "./support/record";

type Inputs = Record<string, Record<string, unknown>>;

describe("Cluster", () => {
  let cluster!: Cluster;
  let resources: Recorded[];
  const make = async (args: Partial<ClusterArgs> = {}) => {
    resources = await record((opts) => {
      cluster = new Cluster(
        "cluster",
        {
          name: "loklak-test",
          project: "p",
          region: "us-central1",
          zones: ["us-central1-a", "us-central1-b"],
          availability: "zonal",
          releaseChannel: "REGULAR",
          deletionProtection: true,
          authorizedRanges: [],
          maintenanceStart: "04:00",
          binaryAuthorization: "PROJECT_SINGLETON_POLICY_ENFORCE",
          labels: { environment: "test" },
          network: testNetwork(opts),
          nodeIdentity: testIdentity(opts),
          ...args,
        },
        opts,
      );
    });
    return find(resources, "gcp:container/cluster:Cluster", "cluster");
  };

  it("is in its first zone when zonal, in the region when regional", async () => {
    const zonal = (await make()).inputs;
    assert.equal(zonal["location"], "us-central1-a");
    assert.deepEqual(zonal["nodeLocations"], ["us-central1-b"]);
    const regional = (await make({ availability: "regional" })).inputs;
    assert.equal(regional["location"], "us-central1");
    assert.deepEqual(regional["nodeLocations"], ["us-central1-a", "us-central1-b"]);
  });

  it("says no version, and ignores what the removed default pool was made of", async () => {
    const { inputs, options, parents } = await make();
    assert.deepEqual(parents, ["loklak:gke:Cluster"]);
    assert.deepEqual(inputs["releaseChannel"], { channel: "REGULAR" });
    for (const version of ["minMasterVersion", "nodeVersion"]) assert.equal(inputs[version], undefined);
    assert.equal(inputs["removeDefaultNodePool"], true);
    assert.ok(options.ignoreChanges?.includes("nodeConfig"));
    assert.equal(options.deleteBeforeReplace, true);
  });

  it("opens the IP endpoint only for configured ranges", async () => {
    const closed = (await make()).inputs as Inputs;
    assert.deepEqual(closed["controlPlaneEndpointsConfig"]?.["ipEndpointsConfig"], { enabled: false });
    assert.deepEqual(closed["privateClusterConfig"], {
      enablePrivateNodes: true,
      enablePrivateEndpoint: true,
    });
    assert.deepEqual(closed["masterAuthorizedNetworksConfig"], {
      cidrBlocks: [],
      gcpPublicCidrsAccessEnabled: false,
    });
    assert.ok((await make()).options.ignoreChanges?.includes("masterAuthorizedNetworksConfig"));
    const { options, inputs } = await make({ authorizedRanges: ["192.0.2.0/24"] });
    assert.ok(!options.ignoreChanges?.includes("masterAuthorizedNetworksConfig"));
    const open = inputs as Inputs;
    assert.deepEqual(open["controlPlaneEndpointsConfig"]?.["ipEndpointsConfig"], { enabled: true });
    assert.deepEqual(open["privateClusterConfig"], {
      enablePrivateNodes: true,
      enablePrivateEndpoint: false,
    });
    assert.deepEqual(open["masterAuthorizedNetworksConfig"], {
      cidrBlocks: [{ cidrBlock: "192.0.2.0/24" }],
      gcpPublicCidrsAccessEnabled: false,
    });
  });

  it("keeps the Kubernetes provider when the cluster is replaced, and gives it a kubeconfig without credentials", async () => {
    await make();
    const provider = find(resources, "pulumi:providers:kubernetes", "cluster").inputs;
    assert.equal(provider["clusterIdentifier"], "loklak-test");
    assert.equal(provider["kubeconfig"], await promiseOf(cluster.kubeconfig));
    assert.doesNotMatch(String(provider["kubeconfig"]), /token|password|client-key|certificate-data/);
  });

  it("is hardened as the CIS benchmark for GKE asks for it", async () => {
    const { inputs } = await make();
    const asked = {
      enableLegacyAbac: false,
      enableShieldedNodes: true,
      enableIntranodeVisibility: true,
      datapathProvider: "ADVANCED_DATAPATH",
      networkingMode: "VPC_NATIVE",
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      anonymousAuthenticationConfig: { mode: "LIMITED" },
      rbacBindingConfig: {
        enableInsecureBindingSystemUnauthenticated: false,
        enableInsecureBindingSystemAuthenticated: false,
      },
      serviceExternalIpsConfig: { enabled: false },
      workloadIdentityConfig: { workloadPool: "p.svc.id.goog" },
      binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
      securityPostureConfig: { mode: "BASIC" },
      maintenancePolicy: { dailyMaintenanceWindow: { startTime: "04:00" } },
      resourceLabels: { environment: "test" },
    };
    assert.deepEqual(Object.fromEntries(Object.keys(asked).map((key) => [key, inputs[key]])), asked);
    for (const kind of ["loggingConfig", "monitoringConfig"])
      for (const component of ["SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"])
        assert.ok((inputs as Inputs)[kind]?.["enableComponents"]?.toString().includes(component), component);
  });

  it("is protected together with Google's own protection", async () => {
    assert.equal((await make()).options.protect, true);
    assert.equal((await make({ deletionProtection: false })).options.protect, false);
  });

  it("encrypts cluster secrets and its first node's disk only with keys", async () => {
    const plain = (await make()).inputs as Inputs;
    assert.equal(plain["databaseEncryption"], undefined);
    assert.equal(plain["nodeConfig"]?.["bootDiskKmsKey"], undefined);
    const keys = { clusterSecrets: pulumi.output("secrets"), disks: pulumi.output("disks") };
    const { databaseEncryption, nodeConfig } = (await make({ keys })).inputs as Inputs;
    assert.deepEqual(databaseEncryption, { state: "ENCRYPTED", keyName: "secrets" });
    assert.equal(nodeConfig?.["bootDiskKmsKey"], "disks");
  });

  it("has a first node that is as hardened as all others", async () => {
    const { nodeConfig } = (await make()).inputs as Inputs;
    const resources = await record((opts) => testPool(opts));
    const pool = find(resources, "gcp:container/nodePool:NodePool", "index").inputs as Inputs;
    for (const key of Object.keys(nodeConfig!).filter((key) => nodeConfig![key] !== undefined))
      assert.deepEqual(nodeConfig![key], pool["nodeConfig"]![key], key);
  });
});

describe("NodePool", () => {
  it("leaves its name to Pulumi, drains by the budgets and takes only the pods that name it", async () => {
    let pool!: NodePool;
    const resources = await record((opts) => {
      pool = testPool(opts);
    });
    const { inputs, parents, options } = find(resources, "gcp:container/nodePool:NodePool", "index");
    assert.deepEqual(parents, ["loklak:gke:NodePool"]);
    assert.equal(inputs["name"], undefined);
    assert.equal(inputs["nodeCount"], 2);
    assert.deepEqual(inputs["nodeDrainConfigs"], [{ respectPdbDuringNodePoolDeletion: true }]);
    assert.ok(options.ignoreChanges?.includes("version"));

    const node = inputs["nodeConfig"] as Record<string, unknown>;
    assert.equal(node["serviceAccount"], "loklak-test-nodes@test-project.iam.gserviceaccount.com");
    assert.deepEqual(node["shieldedInstanceConfig"], {
      enableSecureBoot: true,
      enableIntegrityMonitoring: true,
    });
    assert.deepEqual(node["workloadMetadataConfig"], { mode: "GKE_METADATA" });
    assert.deepEqual(inputs["management"], { autoRepair: true, autoUpgrade: true });
    assert.equal(node["imageType"], "COS_CONTAINERD");
    assert.deepEqual(node["metadata"], { "disable-legacy-endpoints": "true" });
    assert.deepEqual(node["kubeletConfig"], {
      insecureKubeletReadonlyPortEnabled: "FALSE",
      podPidsLimit: 4096,
      cpuCfsQuota: true,
    });
    const { nodeSelector, tolerations } = pool.placement();
    assert.deepEqual(node["labels"], nodeSelector);
    assert.deepEqual(node["taints"], [
      { key: tolerations[0]?.key, value: tolerations[0]?.value, effect: "NO_SCHEDULE" },
    ]);
    const identity = find(resources, "gcp:projects/iAMMember:IAMMember", "node").inputs;
    assert.equal(identity["role"], "roles/container.defaultNodeServiceAccount");
  });
});
