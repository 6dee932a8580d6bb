import { KubeError } from "../cluster/kubeClient";
import type { Properties } from "../provider/provider";
import { createObject } from "./apply";
import { applyToLive, type Operation } from "./operations";
import { refusal } from "./refusal";
import { toState, withoutStatus } from "./state";

/** What the server would make of the inputs; the inputs themselves where it cannot tell before other objects exist. */
export async function previewCreation(operation: Operation): Promise<Properties> {
  const { client, inputs, settings, context } = operation;
  try {
    const object = await createObject(client, inputs, settings, context);
    return toState(withoutStatus(object), settings.fieldManager);
  } catch (error) {
    if (isUntoldInPreview(error)) return inputs;
    throw refusal("created", context, error);
  }
}

/** What the server would make of the object. */
export async function previewUpdate(operation: Operation): Promise<Properties> {
  const { inputs, settings, context } = operation;
  try {
    const { updated } = await applyToLive(operation);
    return toState(updated, settings.fieldManager);
  } catch (error) {
    if (error instanceof KubeError && error.reason === "Forbidden") return inputs;
    throw refusal("updated", context, error);
  }
}

/** In a preview a namespace may still be missing, an object that is replaced is still there. */
function isUntoldInPreview(error: unknown): boolean {
  if (!(error instanceof KubeError)) return false;
  const namespaceMissing = error.reason === "NotFound" && error.message.startsWith("namespaces ");
  return namespaceMissing || ["Forbidden", "AlreadyExists"].includes(error.reason);
}
