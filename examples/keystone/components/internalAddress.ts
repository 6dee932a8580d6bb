import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface InternalAddressArgs {
  /** Physical name. */
  name: string;
  region: string;
  /** Id of the subnet that it is one address of: that of the cluster's nodes. */
  subnetwork: string;
  labels: Record<string, string>;
}

/** The reserved address that workloads of the network find it at; protected, since its users write it down. */
export class InternalAddress extends pulumi.ComponentResource {
  readonly ipAddress: pulumi.Output<string>;

  constructor(name: string, args: InternalAddressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:gcp:InternalAddress", name, args, opts);
    const address = new gcp.compute.Address(
      name,
      {
        name: args.name,
        region: args.region,
        addressType: "INTERNAL",
        purpose: "GCE_ENDPOINT",
        subnetwork: args.subnetwork,
        labels: args.labels,
      },
      { parent: this, protect: true },
    );
    this.ipAddress = address.address;
    this.registerOutputs({ ipAddress: this.ipAddress });
  }
}
