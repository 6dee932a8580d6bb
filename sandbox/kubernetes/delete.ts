import { KubeError, type KubeClient, type KubeObject } from "../cluster/kubeClient";
import type { CreateContext } from "../provider/provider";
import { annotation, annotationOf } from "./annotations";
import { waitFor } from "./await/changes";

/** Kinds whose skipAwait annotation holds for the deletion, too. */
const skipping = ["v1:Namespace", "v1:Pod", "v1:ReplicationController", "apps/v1:DaemonSet", "apps/v1:Deployment", "apps/v1:StatefulSet", "batch/v1:Job"]; // prettier-ignore

/** Deletes the object and waits until it is gone; succeeds when it already was, or its kind is. */
export async function deleteObject(
  client: KubeClient,
  object: KubeObject,
  { signal, log }: CreateContext,
  timeoutSeconds: number,
): Promise<void> {
  const { apiVersion, kind, metadata } = object;
  try {
    await client.delete(object, { propagationPolicy: propagationPolicy(object), signal });
    if (annotationOf(object, annotation.skipAwait) === "true" && skipping.includes(`${apiVersion}:${kind}`))
      return;
    let last = await client.get(object, { signal });
    if (last === undefined) return;
    log("info", `Waiting for ${kind} "${metadata.name}" to be deleted`);
    const selection = { namespace: metadata.namespace, fieldSelector: `metadata.name=${metadata.name}` };
    const result = await waitFor(
      client,
      [{ apiVersion, kind, ...selection }],
      { timeoutSeconds, signal },
      ([self]) => {
        last = self?.objects?.find((found) => found.metadata.uid === last?.metadata.uid) ?? last;
        const gone = self?.objects?.every((found) => found.metadata.uid !== last?.metadata.uid);
        return gone ? true : 60_000;
      },
    );
    if (result === "done") return;
    const why = result === "timeout" ? "timed out waiting for the condition" : "the operation was cancelled";
    throw new Error(`${kind} "${metadata.name}" is still being deleted: ${why}${finalizers(last)}`);
  } catch (error) {
    if (error instanceof KubeError && error.reason === "NoKindMatch") return;
    throw error;
  }
}

function finalizers({ metadata }: KubeObject): string {
  const names = metadata.finalizers ?? [];
  return names.length > 0 ? `; finalizers might be preventing deletion (${names.join(", ")})` : "";
}

function propagationPolicy(object: KubeObject): "Foreground" | "Background" | "Orphan" {
  const policy = annotationOf(object, annotation.deletionPropagationPolicy)?.toLowerCase();
  return policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground";
}
