import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface PublicAddressArgs {
  /** Physical name. */
  name: string;
  region: string;
  labels: Record<string, string>;
}

/** The reserved address the stack serves on for as long as it exists; protected. */
export class PublicAddress extends pulumi.ComponentResource {
  readonly ipAddress: pulumi.Output<string>;

  constructor(name: string, args: PublicAddressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:PublicAddress", name, args, opts);

    const address = new gcp.compute.Address(
      name,
      {
        name: args.name,
        region: args.region,
        addressType: "EXTERNAL",
        networkTier: "PREMIUM",
        labels: args.labels,
      },
      { parent: this, protect: true },
    );

    this.ipAddress = address.address;
    this.registerOutputs({ ipAddress: this.ipAddress });
  }
}
