import { at, textAt } from "../../provider/values";
import type { Readiness, Verdict, View } from "./readiness";

/** Available or bound. */
export const persistentVolumeReadiness: Readiness = {
  judge: ({ object }) => phaseIs(["Available", "Bound"], object),
  fixedTimeoutSeconds: 300,
  judgedOnRead: false,
};

/** Bound; where the storage class binds for the first consumer only, a new claim need just be there. */
export const persistentVolumeClaimReadiness: Readiness = {
  related: [{ apiVersion: "storage.k8s.io/v1", kind: "StorageClass" }],
  judge: judgeClaim,
  fixedTimeoutSeconds: 300,
  judgedOnRead: false,
};

function judgeClaim({ object, related, previous }: View): Verdict {
  const storageClass = related.find((item) => item.metadata.name === at(object, "spec", "storageClassName"));
  if (storageClass?.volumeBindingMode !== "WaitForFirstConsumer") return phaseIs(["Bound"], object);
  return phaseIs(previous === undefined ? ["Pending"] : ["Pending", "Bound"], object);
}

function phaseIs(wanted: string[], object: View["object"]): Verdict {
  const phase = textAt(object, "status", "phase") || "unknown";
  const ready = wanted.includes(phase);
  const { kind, metadata } = object;
  const progress = ready
    ? `${kind} is ${phase}`
    : `Waiting for ${kind} "${metadata.name}" to be ${wanted.join(" or ")}`;
  return { ready, progress, problems: ready ? [] : [`${kind} "${metadata.name}" is ${phase}`] };
}
