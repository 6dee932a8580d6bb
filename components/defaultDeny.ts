import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

export interface DefaultDenyArgs {
  /** By name in the program. */
  namespaces: Record<string, pulumi.Input<string>>;
}

/** In these namespaces no pod is reached or reaches anybody, but for what a network policy of its own allows. */
export class DefaultDeny extends pulumi.ComponentResource {
  constructor(name: string, args: DefaultDenyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:DefaultDeny", name, args, opts);
    for (const [resourceName, namespace] of Object.entries(args.namespaces))
      new kubernetes.networking.v1.NetworkPolicy(
        `${name}-${resourceName}`,
        {
          metadata: { name, namespace },
          spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        },
        { parent: this },
      );
    this.registerOutputs();
  }
}
