import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import type { Identity, TokenRules } from "../tokens";

export interface GithubTokensArgs {
  /** Of the pool, 4 to 32 characters; Google keeps a deleted one for 30 days. */
  poolId: string;
  project: string;
  rules: TokenRules;
}

/** Lets jobs of GitHub Actions in with their own tokens, without any key that could be lost. */
export class GithubTokens extends pulumi.ComponentResource {
  /** For google-github-actions/auth: `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/github`. */
  readonly providerName: pulumi.Output<string>;
  private readonly poolName: pulumi.Output<string>;

  constructor(name: string, args: GithubTokensArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bootstrap:gcp:GithubTokens", name, args, opts);
    const child = { parent: this };
    const { project, rules } = args;
    const pool = new gcp.iam.WorkloadIdentityPool(
      name,
      { project, workloadIdentityPoolId: args.poolId, displayName: "GitHub Actions" },
      child,
    );
    const provider = new gcp.iam.WorkloadIdentityPoolProvider(
      `${name}-provider`,
      {
        project,
        workloadIdentityPoolId: pool.workloadIdentityPoolId,
        workloadIdentityPoolProviderId: "github",
        displayName: "GitHub Actions",
        ...rules,
        oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
      },
      child,
    );
    this.poolName = pool.name;
    this.providerName = provider.name;
    this.registerOutputs({ providerName: this.providerName });
  }

  /** All jobs whose token is taken for the identity, as IAM writes them. */
  jobs(identity: Identity): pulumi.Output<string> {
    return pulumi.interpolate`principalSet://iam.googleapis.com/${this.poolName}/attribute.identity/${identity}`;
  }
}
