import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "./labels";
import { Namespace } from "./namespace";
import { PublicAddress } from "./publicAddress";

export interface PublicServiceArgs {
  namespace: Namespace;
  /** Physical name; it cannot be changed without another service. */
  name: string;
  address: PublicAddress;
  /** The pods that answer, at their port named `http`; a change keeps service and address. */
  selector: Record<string, string>;
  /** IPv4 ranges that may ask it; left out: everybody. */
  sourceRanges?: string[];
}

/** The reserved address, port 80, in front of whatever the selector names. */
export class PublicService extends pulumi.ComponentResource {
  /** The address the load balancer serves on. */
  readonly ipAddress: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: PublicServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:PublicService", name, args, opts);

    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata: {
          name: args.name,
          namespace: args.namespace.namespaceName,
          labels: labels(args.name, "public"),
          // A backend-service load balancer; Google cannot change the kind of an existing one.
          annotations: { "cloud.google.com/l4-rbs": "enabled" },
        },
        spec: {
          type: "LoadBalancer",
          loadBalancerIP: args.address.ipAddress,
          // Keeps the client's address, by which servers throttle.
          externalTrafficPolicy: "Local",
          loadBalancerSourceRanges: args.sourceRanges,
          selector: args.selector,
          ports: [{ name: "http", port: 80, targetPort: "http" }],
        },
      },
      { parent: this, customTimeouts: { create: "30m" } },
    );

    this.ipAddress = service.spec.loadBalancerIP;
    this.url = pulumi.interpolate`http://${this.ipAddress}/`;
    this.registerOutputs({ ipAddress: this.ipAddress, url: this.url });
  }
}
