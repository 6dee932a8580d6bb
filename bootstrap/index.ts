import { CiAccount } from "./components/ciAccount";
import { EnabledServices } from "./components/enabledServices";
import { GithubTokens } from "./components/githubTokens";
import { SecretsKey } from "./components/secretsKey";
import { StateBucket } from "./components/stateBucket";
import { loadConfig } from "./config";
import { nextSteps } from "./nextSteps";
import { clusterReading, deployerRoles, previewerRoles } from "./roles";
import { services } from "./services";
import { deployerOf, tokenRules } from "./tokens";

/** What a Google project needs before its first stack; runs when the engine asks for it. */
async function bootstrap() {
  const config = loadConfig();
  const { project, region, labels } = config;
  const place = { project, region, labels };
  const on = new EnabledServices("services", { project, services: Object.keys(services) });
  const needs = { dependsOn: on };

  // What Pulumi keeps: it stays when everything below goes.
  const state = new StateBucket("state", { ...place, name: `${project}-pulumi-state` }, needs);
  const ring = "pulumi";
  const secrets = new SecretsKey("secrets", { ...place, ring }, needs);

  // Who may do what with it and with the project, as jobs of GitHub Actions.
  const tokens = new GithubTokens(
    "github",
    { project, poolId: "github-actions", rules: tokenRules(config) },
    needs,
  );
  const shared = { project, tokens, state, secrets };
  const deployers = config.deployers.map(({ environment }) => {
    const identity = deployerOf(environment);
    const account = new CiAccount(
      identity,
      {
        ...shared,
        identity,
        roles: deployerRoles(ring),
        stateRole: "roles/storage.objectUser",
        secretsRole: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
      },
      needs,
    );
    return [environment, account.email] as const;
  });
  const previewer = new CiAccount(
    "previewer",
    {
      ...shared,
      identity: "previewer",
      roles: previewerRoles,
      permissions: clusterReading,
      stateRole: "roles/storage.objectViewer",
      secretsRole: "roles/cloudkms.cryptoKeyDecrypter",
    },
    needs,
  );

  const outputs = {
    backendUrl: state.url,
    secretsProvider: secrets.url,
    workloadIdentityProvider: tokens.providerName,
    deployers: Object.fromEntries(deployers),
    previewer: previewer.email,
  };
  return { ...outputs, nextSteps: nextSteps(outputs) };
}

export = bootstrap;
