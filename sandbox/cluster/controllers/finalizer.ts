import type { KubeClient, KubeObject } from "../kubeClient";

/** Adds the finalizer or takes it off; an object that changed meanwhile is a conflict. */
export async function setFinalizer(
  client: KubeClient,
  object: KubeObject,
  finalizer: string,
  present: boolean,
) {
  const { finalizers = [], resourceVersion } = object.metadata;
  if (finalizers.includes(finalizer) === present) return;
  const wanted = present ? [...finalizers, finalizer] : finalizers.filter((each) => each !== finalizer);
  await client.patch(object, { metadata: { finalizers: wanted, resourceVersion } });
}
