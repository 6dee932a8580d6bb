import type { State } from "./plan";
import { Case, look, loss, Rule } from "./row";
import { at, input } from "./rules";

const stays = look.data(
  "the disk behind it stays, with what is on it (Retain); look that the same one comes back",
);

/**
 * A volume's disk goes with it when the volume says so (Kubernetes, "Persistent Volumes", reclaim policy; honoured also when
 * the volume itself is deleted).
 */
export const volumeGoes: Rule = (volume) =>
  input(volume, "spec", "persistentVolumeReclaimPolicy") === "Delete"
    ? loss.data("the volume says Delete: the disk behind it is deleted, and what is on it is lost")
    : stays;

/** A claim without a volume's name got one of its own, which its class deletes with it unless it says Retain. */
export const claimGoes: Rule = (claim) => {
  const volumeName = input(claim, "spec", "volumeName");
  if (volumeName === undefined)
    return loss.data("the volume was made for this claim, and is deleted with it and what is on it");
  return saysDelete(claim, volumeName)
    ? loss.data("its volume says Delete: the disk behind it is deleted, and what is on it is lost")
    : stays;
};

function saysDelete({ plan }: Case, volumeName: unknown): boolean {
  const says = (state?: State) =>
    at(state?.inputs, ["metadata", "name"]) === volumeName &&
    at(state?.inputs, ["spec", "persistentVolumeReclaimPolicy"]) === "Delete";
  return plan.steps.some(
    (step) => step.type === "kubernetes:core/v1:PersistentVolume" && (says(step.old) || says(step.new)),
  );
}
