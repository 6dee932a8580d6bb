import { z } from "zod";
import { whole } from "loklak-gke/config/fields";
import { text } from "loklak-gke/config/text";

const id = whole(1, Number.MAX_SAFE_INTEGER);
const branch = text(
  /^(?=.{1,100}$)(?!.*(\.\.|\/\/|\.lock$))[A-Za-z0-9][A-Za-z0-9._/-]*(?<![./])$/,
  "must be the name of a branch such as development",
);

const repository = z.strictObject({
  name: text(
    /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/,
    "must be <owner>/<repository> on GitHub",
  ),
  /** Numbers that GitHub gives once, where a name can be taken by another after its owner let it go. */
  id,
  ownerId: id,
  /** Where GitHub runs scheduled workflows. */
  defaultBranch: branch,
});

const deployer = z.strictObject({
  /** GitHub's environment of the job that deploys; its protection rules ask for an approval. In the account's id, `deployer-<environment>`. */
  environment: text(
    /^[a-z]([a-z0-9-]{0,19}[a-z0-9])?$/,
    "must have at most 21 characters a-z, 0-9, - and start with a letter",
  ),
  /** What is pushed to it is deployed. */
  branch,
  /** The file in .github/workflows that deploys. */
  workflow: text(/^[A-Za-z0-9._-]{1,96}\.ya?ml$/, "must be the name of a file such as deploy-dev.yml"),
});

/** Every key of the `bootstrap:` namespace, with its default; anything else is an error. */
export const schema = z.strictObject({
  /** Of the state and of the key that encrypts its secrets; fixed once they exist. */
  region: text(/^[a-z]+-[a-z]+\d+$/, "must be a Google Cloud region such as us-central1"),
  repository,
  deployers: z
    .array(deployer, { error: "must be a list of environments that are deployed" })
    // Google takes 2048 characters of rules for whom a token is taken for.
    .min(1, { error: "must name 1 to 3 environments" })
    .max(3, { error: "must name 1 to 3 environments" })
    .refine((all) => new Set(all.map(({ environment }) => environment)).size === all.length, {
      error: "must name each environment once",
    }),
});

/** The `bootstrap:` keys after validation. */
export type Settings = z.infer<typeof schema>;
