import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectRole } from "../roles";
import type { Identity } from "../tokens";
import type { GithubTokens } from "./githubTokens";
import type { SecretsKey } from "./secretsKey";
import type { StateBucket } from "./stateBucket";

export interface CiAccountArgs {
  /** Also the account's id, 6 to 30 characters. */
  identity: Identity;
  project: string;
  /** Whose jobs act as it. */
  tokens: GithubTokens;
  /** In the project. */
  roles: ProjectRole[];
  /** In the project, beyond those that Google has made. */
  permissions?: string[];
  state: StateBucket;
  stateRole: string;
  secrets: SecretsKey;
  secretsRole: string;
}

/** A service account that jobs of GitHub Actions act as. */
export class CiAccount extends pulumi.ComponentResource {
  readonly email: pulumi.Output<string>;

  constructor(name: string, args: CiAccountArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bootstrap:gcp:CiAccount", name, args, opts);
    const child = { parent: this };
    const { project, identity } = args;
    const account = new gcp.serviceaccount.Account(
      name,
      { project, accountId: identity, displayName: `GitHub Actions: ${identity}` },
      child,
    );
    const { member } = account;
    const grant = (role: string, full: pulumi.Input<string>, condition?: ProjectRole["condition"]) =>
      new gcp.projects.IAMMember(`${name}-${role}`, { project, role: full, member, condition }, child);
    for (const { role, condition } of args.roles) grant(role.replace("roles/", ""), role, condition);
    if (args.permissions) {
      const role = new gcp.projects.IAMCustomRole(
        `${name}-more`,
        {
          project,
          roleId: `${identity.replaceAll("-", "_")}_more`,
          title: `More for ${identity}`,
          permissions: args.permissions,
        },
        child,
      );
      grant("more", role.name);
    }
    new gcp.storage.BucketIAMMember(
      `${name}-state`,
      { bucket: args.state.bucketName, role: args.stateRole, member },
      child,
    );
    new gcp.kms.CryptoKeyIAMMember(
      `${name}-secrets`,
      { cryptoKeyId: args.secrets.keyId, role: args.secretsRole, member },
      // An account that is made anew is another one, which the old grant is not for.
      { parent: this, protect: true },
    );
    new gcp.serviceaccount.IAMMember(
      `${name}-jobs`,
      {
        serviceAccountId: account.name,
        role: "roles/iam.workloadIdentityUser",
        member: args.tokens.jobs(identity),
      },
      child,
    );
    this.email = account.email;
    this.registerOutputs({ email: this.email });
  }
}
