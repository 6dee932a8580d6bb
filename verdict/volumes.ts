import type { State } from "./plan";
import { Case, Effect, loss, Rule } from "./row";
import { at, input } from "./rules";

/**
 * A volume's disk goes with it when the volume says so (Kubernetes, "Persistent Volumes", reclaim policy; honoured also when
 * the volume itself is deleted).
 */
export function volumeGoes(kept: Effect): Rule {
  return (volume) =>
    input(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete"
      ? [loss.data("the volume says Delete: the disk behind it is deleted, and what is on it is lost"), kept]
      : kept;
}

/** A claim without a volume's name got one of its own, which its class deletes with it unless it says Retain. */
export function claimGoes(kept: Effect): Rule {
  return (claim) => {
    const volumeName = input(claim, "spec", "volumeName");
    if (volumeName === undefined)
      return [
        loss.data("the volume was made for this claim, and is deleted with it and what is on it"),
        kept,
      ];
    return saysDelete(claim, volumeName)
      ? [loss.data("its volume says Delete: the disk behind it is deleted, and what is on it is lost"), kept]
      : kept;
  };
}

function saysDelete({ plan }: Case, volumeName: unknown): boolean {
  const says = (state?: State) =>
    at(state?.inputs, ["metadata", "name"]) === volumeName &&
    at(state?.inputs, ["spec", "persistentVolumeReclaimPolicy"]) === "Delete";
  return plan.steps.some(
    (step) => step.type === "kubernetes:core/v1:PersistentVolume" && (says(step.old) || says(step.new)),
  );
}
