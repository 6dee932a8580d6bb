import { KubeError } from "../cluster/kubeClient";
import type { CreateContext } from "../provider/provider";

/** The API server's own message, with the resource it is about and what helps when the object exists already. */
export function refusal(what: "created" | "updated", { urn }: CreateContext, error: unknown): Error {
  const message = `resource ${urn} was not ${what} by the Kubernetes API server: ${(error as Error).message}`;
  const exists = error instanceof KubeError && error.reason === "AlreadyExists";
  const hint =
    "It exists already: give a renamed resource an alias, import one that somebody else made, or set upsertExistingObjects on the provider";
  return new Error(exists ? `${message}\n${hint}` : message);
}
