import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clusterSecurity } from "./clusterSecurity";
import { controlPlaneAccess } from "./controlPlaneAccess";
import { hardenedNode } from "./hardenedNode";
import { Keys } from "./keys";
import { kubeconfig } from "./kit/kubeconfig";
import { TargetCluster } from "./kit/targetCluster";
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
  /** When Google may begin to upgrade control plane and nodes, a time of UTC; it has four hours of each day. */
  maintenanceStart: string;
  /** Whether the project's policy says which images may run. */
  binaryAuthorization: "DISABLED" | "PROJECT_SINGLETON_POLICY_ENFORCE";
  labels: Record<string, string>;
  network: Network;
  nodeIdentity: NodeIdentity;
  /** Encrypt Kubernetes secrets, and the boot disk of Google's first node; none: Google's own keys. */
  keys?: Pick<Keys, "clusterSecrets" | "disks">;
}

/** A private GKE Standard cluster without node pools, and the Kubernetes provider that deploys onto it. */
export class Cluster extends pulumi.ComponentResource implements TargetCluster {
  readonly clusterName: pulumi.Output<string>;
  /** The zone of a zonal cluster, the region of a regional one. */
  readonly location: pulumi.Output<string>;
  /** DNS name of the control plane; another one for every cluster that was ever made. */
  readonly endpoint: pulumi.Output<string>;
  /** Holds no credential. */
  readonly kubeconfig: pulumi.Output<string>;
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gke:Cluster", name, args, opts);
    const access = controlPlaneAccess(args.authorizedRanges);

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
        // The add-on of the older data plane: this one enforces policies by itself.
        networkPolicy: { enabled: false },
        enableIntranodeVisibility: true,

        ...access.inputs,
        ...clusterSecurity,
        workloadIdentityConfig: { workloadPool: `${args.project}.svc.id.goog` },
        binaryAuthorization: { evaluationMode: args.binaryAuthorization },
        databaseEncryption: args.keys && { state: "ENCRYPTED", keyName: args.keys.clusterSecrets },
        // Always on: a domain that comes later makes no change of the cluster.
        gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
        maintenancePolicy: { dailyMaintenanceWindow: { startTime: args.maintenanceStart } },
        addonsConfig: {
          gcePersistentDiskCsiDriverConfig: { enabled: true },
          gcpFilestoreCsiDriverConfig: { enabled: true },
          dnsCacheConfig: { enabled: true },
        },

        // Google makes a first pool with every cluster; it lives for minutes, but needs an identity that may start.
        removeDefaultNodePool: true,
        initialNodeCount: 1,
        nodeConfig: hardenedNode(args.nodeIdentity, args.keys?.disks),
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        // Google refuses only when its turn comes, after everything on the cluster is gone; the engine before.
        protect: args.deletionProtection,
        // Of the removed pool: what it was made of replaces the cluster when it changes.
        ignoreChanges: ["nodeConfig", "initialNodeCount", ...access.unsent],
        customTimeouts: { create: "40m", update: "60m", delete: "40m" },
      },
    );

    this.endpoint = cluster.controlPlaneEndpointsConfig.apply(
      (config) => config.dnsEndpointConfig?.endpoint ?? "",
    );
    this.clusterName = cluster.name;
    this.location = cluster.location;
    this.kubeconfig = pulumi
      .all([cluster.name, this.endpoint])
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
      endpoint: this.endpoint,
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
