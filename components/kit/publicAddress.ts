import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface PublicAddressArgs {
  /** Physical name. */
  name: string;
  project: string;
  region: string;
  labels: Record<string, string>;
  /** Takes over the one that exists, instead of making it; no effect on what is in the state already. Default false. */
  adopt?: boolean;
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
      {
        parent: this,
        protect: true,
        import: args.adopt
          ? `projects/${args.project}/regions/${args.region}/addresses/${args.name}`
          : undefined,
      },
    );

    this.ipAddress = address.address;
    this.registerOutputs({ ipAddress: this.ipAddress });
  }
}
