import { run } from "@bufbuild/cel";
import type { TokenRules } from "../../bootstrap/tokens";

type Claims = Record<string, string>;

/** What a token says of a job, by GitHub's reference; `sub` is one of its forms. */
function claims(event: Claims, workflow: string): Claims {
  const { ref, environment } = event;
  const repository = "loklak/loklak-gke";
  return {
    iss: "https://token.actions.githubusercontent.com",
    sub: `repo:${repository}:${environment === undefined ? `ref:${ref}` : `environment:${environment}`}`,
    repository,
    repository_id: "1",
    repository_owner: "loklak",
    repository_owner_id: "1",
    run_id: "17043217764",
    run_attempt: "1",
    ref_type: "branch",
    base_ref: "",
    head_ref: "",
    workflow_ref: `${repository}/.github/workflows/${workflow}@${ref}`,
    job_workflow_ref: `${repository}/.github/workflows/${workflow}@${ref}`,
    ...event,
  };
}

const [development, master] = ["refs/heads/development", "refs/heads/master"];
const dev = claims({ event_name: "push", ref: development, environment: "dev" }, "deploy-dev.yml");
const prod = claims({ event_name: "push", ref: master, environment: "prod" }, "deploy-prod.yml");
const pullRequest = claims(
  {
    event_name: "pull_request",
    ref: "refs/pull/7/merge",
    head_ref: "grow-the-disk",
    base_ref: "development",
  },
  "preview.yml",
);
const nightly = claims({ event_name: "schedule", ref: development }, "drift.yml");
const { environment: _, ...withoutEnvironment } = dev;

/** Jobs with the claims of the token that GitHub gives them, and whom the rules of Pulumi.loklak.yaml take them for; undefined: nobody. */
export const jobs: [what: string, claims: Claims, identity: string | undefined][] = [
  ["a push to development, in dev's environment", dev, "deployer-dev"],
  ["a push to master, in prod's environment", prod, "deployer-prod"],
  ["a pull request of the repository's own", pullRequest, "previewer"],
  ["a pull request that asks for prod's environment", { ...pullRequest, environment: "prod" }, "previewer"],
  ["the nightly run", nightly, "previewer"],
  ["the nightly run, started by hand", { ...nightly, event_name: "workflow_dispatch" }, "previewer"],
  [
    "a run by hand on another branch",
    { ...nightly, event_name: "workflow_dispatch", ref: "refs/heads/x" },
    undefined,
  ],
  [
    "a push to another branch",
    claims({ event_name: "push", ref: "refs/heads/x", environment: "dev" }, "deploy-dev.yml"),
    undefined,
  ],
  [
    "a push of a tag with the branch's name",
    { ...dev, ref: "refs/tags/development", ref_type: "tag" },
    undefined,
  ],
  ["a push to development, in prod's environment", { ...dev, environment: "prod" }, undefined],
  ["a push to development, without an environment", withoutEnvironment, undefined],
  [
    "a push to development, by another workflow",
    { ...dev, workflow_ref: dev.workflow_ref!.replace("deploy-dev", "pull-request") },
    undefined,
  ],
  [
    "a pull request's target, which runs with the base's rights",
    { ...pullRequest, event_name: "pull_request_target" },
    undefined,
  ],
  [
    "a fork, which has a number of its own",
    {
      ...dev,
      repository: "fork/loklak-gke",
      repository_owner: "fork",
      repository_id: "8",
      repository_owner_id: "9",
    },
    undefined,
  ],
  ["a fork's own pull request", { ...pullRequest, repository_id: "8", repository_owner_id: "9" }, undefined],
  ["another repository of the same owner", { ...dev, repository_id: "8" }, undefined],
  [
    "a repository that was given the former name, of another owner",
    { ...dev, repository_id: "8", repository_owner_id: "9" },
    undefined,
  ],
  ["the repository, after it went to another owner", { ...dev, repository_owner_id: "9" }, undefined],
  ["a token without claims", {}, undefined],
];

/** What Google's token service makes of a token, by a CEL evaluator: its attributes, or undefined when it is refused; an error refuses. */
export function exchange(rules: TokenRules, assertion: Claims): Record<string, string> | undefined {
  const value = (expression: string) => run(expression, { assertion });
  if (value(rules.attributeCondition) !== true) return undefined;
  const attributes = Object.entries(rules.attributeMapping).map(([name, expression]) => {
    const mapped = value(expression);
    if (typeof mapped !== "string") throw new Error(`${name} is no text`, { cause: mapped });
    return [name, mapped] as const;
  });
  return Object.fromEntries(attributes);
}
