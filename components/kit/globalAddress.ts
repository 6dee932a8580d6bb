import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface GlobalAddressArgs {
  /** Physical name. */
  name: string;
  project: string;
  labels: Record<string, string>;
  /** Takes over the one that exists, instead of making it; no effect on what is in the state already. Default false. */
  adopt?: boolean;
}

/** A reserved address for a load balancer of all regions; protected, since records outside of the stack name it. */
export class GlobalAddress extends pulumi.ComponentResource {
  /** Physical name, by which a Gateway asks for it. */
  readonly addressName: pulumi.Output<string>;
  readonly ipAddress: pulumi.Output<string>;

  constructor(name: string, args: GlobalAddressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:GlobalAddress", name, args, opts);

    const address = new gcp.compute.GlobalAddress(
      name,
      { name: args.name, addressType: "EXTERNAL", ipVersion: "IPV4", labels: args.labels },
      {
        parent: this,
        protect: true,
        import: args.adopt ? `projects/${args.project}/global/addresses/${args.name}` : undefined,
      },
    );

    this.addressName = address.name;
    this.ipAddress = address.address;
    this.registerOutputs({ addressName: this.addressName, ipAddress: this.ipAddress });
  }
}
