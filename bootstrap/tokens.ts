import type { Settings } from "./schema";

/** What Google makes of the token that a job of GitHub Actions shows, in CEL. */
export interface TokenRules {
  /** False for who is neither a deployer nor the previewer: he gets nothing. */
  attributeCondition: string;
  attributeMapping: Record<string, string> & { "google.subject": string; "attribute.identity": string };
}

/** Whom a token is taken for: `previewer`, or `deployer-<environment>`. */
export type Identity = "previewer" | `deployer-${string}`;

export const deployerOf = (environment: string): Identity => `deployer-${environment}`;

/**
 * The rules by claims of https://docs.github.com/en/actions/reference/security/oidc. Neither `sub`, whose form a repository can
 * change, nor `repository`, which another can be called later, decides alone.
 */
export function tokenRules({
  repository,
  deployers,
}: Pick<Settings, "repository" | "deployers">): TokenRules {
  const ours = all(
    is("repository_id", `${repository.id}`),
    is("repository_owner_id", `${repository.ownerId}`),
  );
  const deploys = deployers.map(({ environment, branch, workflow }) => {
    const ref = `refs/heads/${branch}`;
    const condition = all(
      is("event_name", "push"),
      is("ref", ref),
      is("workflow_ref", `${repository.name}/.github/workflows/${workflow}@${ref}`),
      // The last one: a job without an environment has no such claim, and asking for it is an error.
      is("environment", environment),
    );
    return { condition, identity: deployerOf(environment) };
  });
  const previews = [
    // The token of a fork's pull request would say the same, but GitHub gives it none.
    is("event_name", "pull_request"),
    all(
      `assertion.event_name in ["schedule", "workflow_dispatch"]`,
      is("ref", `refs/heads/${repository.defaultBranch}`),
    ),
  ];
  const known = [...previews, ...deploys.map(({ condition }) => condition)];
  return {
    attributeCondition: `${ours} && (${known.map((each) => `(${each})`).join(" || ")})`,
    attributeMapping: {
      // In Google's audit logs it tells the run; of at most 127 bytes, which `sub` may be longer than.
      "google.subject": `"repository/" + assertion.repository_id + "/run/" + assertion.run_id`,
      // Google is reported to refuse a condition on claims of which it maps none.
      "attribute.repository_id": "assertion.repository_id",
      "attribute.repository_owner_id": "assertion.repository_owner_id",
      "attribute.identity": [
        ...deploys.map(({ condition, identity }) => `(${condition}) ? "${identity}" : `),
        `"previewer"`,
      ].join(""),
    },
  };
}

const is = (claim: string, value: string): string => `assertion.${claim} == "${value}"`;
const all = (...conditions: string[]): string => conditions.join(" && ");
