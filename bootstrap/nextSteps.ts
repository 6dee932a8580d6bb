import * as pulumi from "@pulumi/pulumi";

export interface NextStepsArgs {
  backendUrl: pulumi.Input<string>;
  secretsProvider: pulumi.Input<string>;
  workloadIdentityProvider: pulumi.Input<string>;
  /** Emails by environment, which is the stack's name too. */
  deployers: Record<string, pulumi.Input<string>>;
  previewer: pulumi.Input<string>;
}

/** The commands that come next, to be given in the folder of loklak's program: its stacks, and what the workflows are told. */
export function nextSteps(args: NextStepsArgs): pulumi.Output<string[]> {
  return pulumi
    .output(args)
    .apply(({ backendUrl, secretsProvider, workloadIdentityProvider, deployers, previewer }) => [
      `pulumi login ${backendUrl}`,
      ...Object.keys(deployers).map(
        (stack) => `pulumi stack init ${stack} --secrets-provider ${secretsProvider}`,
      ),
      `gh variable set PULUMI_BACKEND_URL --body ${backendUrl}`,
      `gh variable set WORKLOAD_IDENTITY_PROVIDER --body ${workloadIdentityProvider}`,
      `gh variable set PREVIEWER --body ${previewer}`,
      ...Object.entries(deployers).map(
        ([environment, email]) => `gh variable set DEPLOYER --env ${environment} --body ${email}`,
      ),
    ]);
}
