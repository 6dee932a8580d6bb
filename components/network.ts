import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface NetworkArgs {
  /** Physical name of the network and start of the others' names. */
  name: string;
  region: string;
  /** IPv4 ranges of nodes, pods and services; they must not overlap. */
  nodeRange: string;
  podRange: string;
  serviceRange: string;
}

const pods = "pods";
const services = "services";

/**
 * A VPC of the stack's own with one subnet; nodes have no public address and reach the internet through Cloud NAT, and
 * nobody reaches them but where GKE opens the firewall.
 */
export class Network extends pulumi.ComponentResource {
  readonly networkId: pulumi.Output<string>;
  readonly networkName: pulumi.Output<string>;
  readonly subnetworkId: pulumi.Output<string>;
  /** Names of the subnet's secondary ranges, as a cluster asks for them. */
  readonly podRangeName: pulumi.Output<string>;
  readonly serviceRangeName: pulumi.Output<string>;
  /** Pods that start before it exists reach nothing outside of Google. */
  readonly internetAccess: pulumi.Resource;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:Network", name, args, opts);
    const child = { parent: this };

    const network = new gcp.compute.Network(
      name,
      { name: args.name, autoCreateSubnetworks: false, routingMode: "REGIONAL" },
      child,
    );
    const subnetwork = new gcp.compute.Subnetwork(
      "subnet",
      {
        name: `${args.name}-nodes`,
        network: network.id,
        region: args.region,
        ipCidrRange: args.nodeRange,
        secondaryIpRanges: [
          { rangeName: pods, ipCidrRange: args.podRange },
          { rangeName: services, ipCidrRange: args.serviceRange },
        ],
        privateIpGoogleAccess: true,
        logConfig: {
          aggregationInterval: "INTERVAL_10_MIN",
          flowSampling: 0.1,
          metadata: "INCLUDE_ALL_METADATA",
        },
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        // Google takes no range away that a cluster uses. Not replaceOnChanges: Google reorders the ranges.
        replacementTrigger: [args.podRange, args.serviceRange],
      },
    );
    new gcp.compute.Firewall(
      "deny-ingress",
      {
        name: `${args.name}-deny-ingress`,
        network: network.id,
        direction: "INGRESS",
        // Behind what GKE opens at 1000 for nodes and load balancer, and before Google's own, which logs nothing.
        priority: 65534,
        denies: [{ protocol: "all" }],
        sourceRanges: ["0.0.0.0/0"],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      },
      child,
    );
    const router = new gcp.compute.Router(
      "router",
      { name: `${args.name}-router`, network: network.id, region: args.region },
      child,
    );
    this.internetAccess = new gcp.compute.RouterNat(
      "nat",
      {
        name: `${args.name}-nat`,
        router: router.name,
        region: args.region,
        natIpAllocateOption: "AUTO_ONLY",
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        logConfig: { enable: true, filter: "ERRORS_ONLY" },
      },
      child,
    );

    this.networkId = network.id;
    this.networkName = network.name;
    this.subnetworkId = subnetwork.id;
    // Not by index: Google reorders the ranges, and another name would replace the cluster.
    this.podRangeName = subnetwork.urn.apply(() => pods);
    this.serviceRangeName = subnetwork.urn.apply(() => services);
    this.registerOutputs({
      networkId: this.networkId,
      networkName: this.networkName,
      subnetworkId: this.subnetworkId,
      podRangeName: this.podRangeName,
      serviceRangeName: this.serviceRangeName,
    });
  }
}
