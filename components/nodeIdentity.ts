import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface NodeIdentityArgs {
  /** Account id, 6 to 30 characters. */
  accountId: string;
  project: string;
}

/** The service account nodes run as, with what a node needs (logs, metrics) and no more. */
export class NodeIdentity extends pulumi.ComponentResource {
  readonly email: pulumi.Output<string>;
  /** The account as IAM writes it, `serviceAccount:<email>`. */
  readonly member: pulumi.Output<string>;

  constructor(name: string, args: NodeIdentityArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gcp:NodeIdentity", name, args, opts);
    const child = { parent: this };

    const account = new gcp.serviceaccount.Account(
      name,
      { accountId: args.accountId, displayName: "GKE nodes of loklak" },
      child,
    );
    const grant = new gcp.projects.IAMMember(
      "node",
      { project: args.project, role: "roles/container.defaultNodeServiceAccount", member: account.member },
      child,
    );

    // A node that starts before its role exists never reports its logs: the grant is part of the identity.
    this.email = pulumi.all([account.email, grant.urn]).apply(([email]) => email);
    this.member = account.member;
    this.registerOutputs({ email: this.email, member: this.member });
  }
}
