import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Quota, QuotaArgs } from "./quota";
import { TargetCluster } from "./targetCluster";

export interface NamespaceArgs {
  cluster: TargetCluster;
  /** Physical name. */
  name: string;
  /** What its pods ask for. */
  quota: QuotaArgs;
  /** What its policy was in stacks of before, so that they keep it; default none. */
  policyAliases?: pulumi.Alias[];
}

/**
 * A namespace whose pods the API server holds to the Pod Security level `restricted` and to a quota. None of them is reached or
 * reaches anybody, but for what a network policy of its own allows.
 */
export class Namespace extends pulumi.ComponentResource {
  /** Another one for every namespace that was ever made, also of the same name. */
  readonly uid: pulumi.Output<string>;
  readonly namespaceName: pulumi.Output<string>;

  constructor(name: string, args: NamespaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:Namespace", name, args, opts);

    const namespace = new kubernetes.core.v1.Namespace(
      name,
      {
        metadata: {
          name: args.cluster.objectName(args.name),
          labels: {
            "pod-security.kubernetes.io/enforce": "restricted",
            "pod-security.kubernetes.io/audit": "restricted",
            "pod-security.kubernetes.io/warn": "restricted",
          },
        },
      },
      { parent: this },
    );

    new kubernetes.networking.v1.NetworkPolicy(
      `default-deny-${name}`,
      {
        metadata: { name: "default-deny", namespace: namespace.metadata.name },
        spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
      },
      { parent: this, aliases: args.policyAliases },
    );
    const quota = new Quota(name, { ...args.quota, namespace: namespace.metadata.name }, { parent: this });

    this.namespaceName = pulumi
      .all([namespace.metadata.name, quota.exists])
      .apply(([namespaceName]) => namespaceName);
    this.uid = namespace.metadata.uid;
    this.registerOutputs({ namespaceName: this.namespaceName, uid: this.uid });
  }
}
