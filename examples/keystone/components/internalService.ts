import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "loklak-gke/kit/labels";
import { Namespace } from "loklak-gke/kit/namespace";
import { InternalAddress } from "./internalAddress";

export interface InternalServiceArgs {
  namespace: Namespace;
  /** Physical name; it cannot be changed without another service. */
  name: string;
  address: InternalAddress;
  /** The pods that answer, at their port named `http`. */
  selector: Record<string, string>;
}

/** The internal address, port 80, in front of whatever the selector names; nobody outside of the network reaches it. */
export class InternalService extends pulumi.ComponentResource {
  constructor(name: string, args: InternalServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:InternalService", name, args, opts);
    new kubernetes.core.v1.Service(
      name,
      {
        metadata: {
          name: args.name,
          namespace: args.namespace.namespaceName,
          labels: labels(args.name, "internal"),
          annotations: { "networking.gke.io/load-balancer-type": "Internal" },
        },
        spec: {
          type: "LoadBalancer",
          loadBalancerIP: args.address.ipAddress,
          externalTrafficPolicy: "Local",
          selector: args.selector,
          ports: [{ name: "http", port: 80, targetPort: "http" }],
        },
      },
      { parent: this, customTimeouts: { create: "30m" } },
    );
    this.registerOutputs();
  }
}
