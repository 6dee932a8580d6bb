import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface ContentServerArgs {
  /** Physical name. */
  name: string;
  project: string;
  tier: string;
  /** A zone, or a region for the tier REGIONAL. Cannot be changed for an existing instance. */
  location: string;
  /** GiB. */
  capacityGb: number;
  /** The cluster's VPC network, by name. */
  network: string;
  /** IPv4 range of the nodes, which alone may mount the share. */
  nodeRange: string;
  /** A range of mask /29 for its address; none: Google chooses. */
  reservedRange?: string;
  labels: Record<string, string>;
}

const share = "content";

/** Google has none for its basic tiers. */
function deletionProtection(tier: string) {
  if (tier.startsWith("BASIC_")) return {};
  return { deletionProtectionEnabled: true, deletionProtectionReason: "The content of a website" };
}

/** A Filestore instance: the files that all replicas share. Protected; of a tier that is not basic, Google too refuses to delete it. */
export class ContentServer extends pulumi.ComponentResource {
  readonly instanceName: pulumi.Output<string>;
  readonly ipAddress: pulumi.Output<string>;
  readonly share = share;
  /** How the Filestore driver names it: `modeInstance/<location>/<instance>/<share>`. */
  readonly volumeHandle: pulumi.Output<string>;
  readonly capacityGb: pulumi.Output<number>;

  constructor(name: string, args: ContentServerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("php-farm:gcp:ContentServer", name, args, opts);

    const instance = new gcp.filestore.Instance(
      name,
      {
        name: args.name,
        project: args.project,
        location: args.location,
        tier: args.tier,
        fileShares: {
          name: share,
          capacityGb: args.capacityGb,
          // Not squashed: kubelet gives the files to the pods' group, as root.
          nfsExportOptions: [
            { ipRanges: [args.nodeRange], accessMode: "READ_WRITE", squashMode: "NO_ROOT_SQUASH" },
          ],
        },
        networks: [
          {
            network: args.network,
            modes: ["MODE_IPV4"],
            connectMode: "DIRECT_PEERING",
            reservedIpRange: args.reservedRange,
          },
        ],
        ...deletionProtection(args.tier),
        labels: args.labels,
      },
      { parent: this, protect: true, customTimeouts: { create: "40m" } },
    );

    this.instanceName = instance.name;
    this.ipAddress = instance.networks.apply(([network]) => network?.ipAddresses?.[0] ?? "");
    this.volumeHandle = pulumi.interpolate`modeInstance/${instance.location}/${instance.name}/${share}`;
    this.capacityGb = instance.fileShares.capacityGb;
    this.registerOutputs({ instanceName: this.instanceName, ipAddress: this.ipAddress });
  }
}
