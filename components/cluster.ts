import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { kubeconfig } from "./kubeconfig";
import { Network } from "./network";
import { NodeIdentity } from "./nodeIdentity";

export interface ClusterArgs {
  /** Physical name. */
  name: string;
  project: string;
  region: string;
  /** Where nodes may run; a zonal cluster's control plane is in the first. */
  zones: string[];
  availability: "zonal" | "regional";
  releaseChannel: string;
  deletionProtection: boolean;
  /** Ranges that may reach the IP endpoint; none: only the DNS endpoint, which IAM guards, is on. */
  authorizedRanges: string[];
  labels: Record<string, string>;
  network: Network;
  nodeIdentity: NodeIdentity;
  /** Encrypts Kubernetes secrets; none: Google's own key. */
  key?: pulumi.Input<string>;
}

/** A private GKE Standard cluster without node pools, and the Kubernetes provider that deploys onto it. */
export class Cluster extends pulumi.ComponentResource {
  readonly clusterName: pulumi.Output<string>;
  /** The zone of a zonal cluster, the region of a regional one. */
  readonly location: pulumi.Output<string>;
  /** Holds no credential. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gke:Cluster", name, args, opts);

    const cluster = new gcp.container.Cluster(
      name,
      {
        name: args.name,
        location: args.availability === "regional" ? args.region : args.zones[0],
        nodeLocations: args.availability === "regional" ? args.zones : args.zones.slice(1),
        deletionProtection: args.deletionProtection,
        releaseChannel: { channel: args.releaseChannel },
        resourceLabels: args.labels,

        network: args.network.networkId,
        subnetwork: args.network.subnetworkId,
        networkingMode: "VPC_NATIVE",
        ipAllocationPolicy: {
          clusterSecondaryRangeName: args.network.podRangeName,
          servicesSecondaryRangeName: args.network.serviceRangeName,
        },
        datapathProvider: "ADVANCED_DATAPATH",
        enableIntranodeVisibility: true,

        privateClusterConfig: { enablePrivateNodes: true },
        controlPlaneEndpointsConfig: {
          dnsEndpointConfig: { allowExternalTraffic: true },
          ipEndpointsConfig: { enabled: args.authorizedRanges.length > 0 },
        },
        masterAuthorizedNetworksConfig:
          args.authorizedRanges.length > 0
            ? { cidrBlocks: args.authorizedRanges.map((cidrBlock) => ({ cidrBlock })) }
            : undefined,
        masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },

        workloadIdentityConfig: { workloadPool: `${args.project}.svc.id.goog` },
        enableShieldedNodes: true,
        databaseEncryption: args.key ? { state: "ENCRYPTED", keyName: args.key } : undefined,
        addonsConfig: { gcePersistentDiskCsiDriverConfig: { enabled: true } },

        // Google makes a first pool with every cluster; it lives for minutes, but needs an identity that may start.
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        nodeConfig: {
          serviceAccount: args.nodeIdentity.email,
          oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
        },
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        // Google refuses only when its turn comes, after everything on the cluster is gone; the engine before.
        protect: args.deletionProtection,
        // Of the removed pool: what it was made of replaces the cluster when it changes.
        ignoreChanges: ["nodeConfig", "initialNodeCount"],
        customTimeouts: { create: "40m", update: "60m", delete: "40m" },
      },
    );

    const endpoint = cluster.controlPlaneEndpointsConfig.apply(
      (config) => config.dnsEndpointConfig?.endpoint ?? "",
    );
    this.clusterName = cluster.name;
    this.location = cluster.location;
    this.kubeconfig = pulumi
      .all([cluster.name, endpoint])
      .apply(([context, host]) => kubeconfig(context, host));
    this.provider = new kubernetes.Provider(
      name,
      {
        kubeconfig: this.kubeconfig,
        // Never replaced: what is on a cluster goes through this provider while the cluster still answers.
        clusterIdentifier: args.name,
      },
      { parent: this },
    );
    this.registerOutputs({
      clusterName: this.clusterName,
      location: this.location,
      kubeconfig: this.kubeconfig,
    });
  }

  /**
   * The name of an object outside of namespaces. The engine does not know it while the cluster is replaced, and so replaces
   * the object, and all that name it, with the cluster.
   */
  objectName(name: string): pulumi.Output<string> {
    return this.clusterName.apply(() => name);
  }
}
