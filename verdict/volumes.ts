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

export const anotherDisk = look.data(
  "another disk is behind the volume: its pods see what is on that one, and what is on the last one is used no longer",
);

/** Made anew for another disk it does not lead back to the last one. */
export const volumeAnew: Rule = (volume) => {
  const goes = volumeGoes(volume);
  const leadsElsewhere = volume.step.changes.some(({ path }) => source.test(path));
  return goes === stays && leadsElsewhere ? anotherDisk : goes;
};

const source =
  /^spec\.(csi(\.volumeHandle)?|nfs(\..*)?|gcePersistentDisk(\..*)?|local(\..*)?|hostPath(\..*)?)$/;

export const anotherVolume = look.data(
  "the claim leads to another volume: its pods see what is on that one, which may be of another disk",
);

export const claimAnew: Rule = (claim) => {
  const goes = claimGoes(claim);
  const named = claim.step.changes.find(({ path }) => path === "spec.volumeName")?.new;
  return goes === stays && named?.startsWith('"') ? anotherVolume : goes;
};

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
