import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { Cluster } from "./cluster";
import { hardenedNode } from "./hardenedNode";
import { NodeIdentity } from "./nodeIdentity";

/** The node label that says in which pool a node is: physical names change with every replacement. */
const poolLabel = "loklak.org/node-pool";

export interface NodePoolArgs {
  cluster: Cluster;
  zones: string[];
  machineType: string;
  /** Nodes in each zone. */
  nodesPerZone: number;
  bootDiskSizeGb: number;
  /** True keeps pods away that do not tolerate the pool's taint. */
  dedicated: boolean;
  identity: NodeIdentity;
  labels: Record<string, string>;
  /** Encrypts the boot disks; none: Google's own key. */
  key?: pulumi.Input<string>;
}

/**
 * Nodes of one kind. The physical name is generated, so that a change which needs a new pool makes it
 * before the old one is drained and deleted.
 */
export class NodePool extends pulumi.ComponentResource {
  /** Physical name. */
  readonly poolName: pulumi.Output<string>;

  constructor(
    private readonly name: string,
    args: NodePoolArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("loklak:gke:NodePool", name, args, opts);

    const pool = new gcp.container.NodePool(
      name,
      {
        cluster: args.cluster.clusterName,
        location: args.cluster.location,
        nodeLocations: args.zones,
        nodeCount: args.nodesPerZone,
        management: { autoRepair: true, autoUpgrade: true },
        upgradeSettings: { strategy: "SURGE", maxSurge: 1, maxUnavailable: 0 },
        nodeDrainConfigs: [{ respectPdbDuringNodePoolDeletion: true }],
        nodeConfig: {
          ...hardenedNode(args.identity, args.key),
          machineType: args.machineType,
          diskSizeGb: args.bootDiskSizeGb,
          diskType: "pd-balanced",
          labels: { [poolLabel]: name },
          taints: args.dedicated ? [{ key: poolLabel, value: name, effect: "NO_SCHEDULE" }] : undefined,
          resourceLabels: args.labels,
        },
      },
      {
        parent: this,
        // Google upgrades nodes by itself, along the cluster's release channel.
        ignoreChanges: ["version", "initialNodeCount"],
        customTimeouts: { create: "30m", update: "2h", delete: "2h" },
      },
    );

    this.poolName = pool.name;
    this.registerOutputs({ poolName: this.poolName });
  }

  /** What a pod says to run in this pool, and only there. */
  placement() {
    return {
      nodeSelector: { [poolLabel]: this.name },
      tolerations: [{ key: poolLabel, operator: "Equal", value: this.name, effect: "NoSchedule" }],
    };
  }
}
