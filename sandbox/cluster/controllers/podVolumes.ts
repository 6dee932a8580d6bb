import { filestoreDriver } from "../csi";
import type { Notice } from "./events";
import { filestoreProblem } from "./filestore";
import type { KeyedData, KeysToFiles, Pod, Volume } from "./objects";
import type { PodFacts } from "./podFacts";

/** Volumes whose content is there in any case. */
const alwaysThere = ["emptyDir", "downwardAPI", "hostPath"];

/** Why the pod's volumes cannot be mounted, in a kubelet's words; undefined when they can. */
export function volumeProblem({ spec }: Pod, facts: PodFacts): Notice | undefined {
  const account = spec.serviceAccountName;
  if (account !== undefined && !facts.hasServiceAccount(account))
    return failedMount(`for the service account's token: serviceaccounts "${account}" not found`);
  for (const volume of spec.volumes ?? []) {
    const problem = problemOf(volume, facts);
    if (problem !== undefined) return failedMount(`for volume "${volume.name}": ${problem}`);
  }
  const detached = spec.volumes?.find((volume) => isDetached(volume, facts));
  const message = `volume "${detached?.name}" is not attached to the node yet`;
  return detached && { type: "Normal", reason: "WaitingForAttachment", message };
}

function failedMount(reason: string): Notice {
  return { type: "Warning", reason: "FailedMount", message: `MountVolume.SetUp failed ${reason}` };
}

function problemOf(volume: Volume, facts: PodFacts): string | undefined {
  const { name, configMap, secret, projected, persistentVolumeClaim, ...others } = volume;
  if (configMap) return configMapProblem(configMap, facts);
  if (secret) return secretProblem({ ...secret, name: secret.secretName }, facts);
  if (persistentVolumeClaim) return claimProblem(persistentVolumeClaim.claimName, facts);
  if (projected)
    return projected.sources
      ?.map((source) => {
        if (source.configMap) return configMapProblem(source.configMap, facts);
        return source.secret && secretProblem(source.secret, facts);
      })
      .find((problem) => problem !== undefined);
  const unknown = Object.keys(others).find((type) => !alwaysThere.includes(type));
  return unknown && `the stand-in kubelet knows no volume of type ${unknown} (${name})`;
}

function configMapProblem(source: KeysToFiles & { name: string }, facts: PodFacts): string | undefined {
  const missing = missingKeys(source, facts.configMap(source.name));
  if (missing === "all") return `configmap "${source.name}" not found`;
  return missing && `configmap references non-existent config key: ${missing.key}`;
}

function secretProblem(source: KeysToFiles & { name: string }, facts: PodFacts): string | undefined {
  const missing = missingKeys(source, facts.secret(source.name));
  if (missing === "all") return `secret "${source.name}" not found`;
  return missing && `references non-existent secret key: ${missing.key}`;
}

function missingKeys({ optional, items }: KeysToFiles, object: KeyedData | undefined) {
  if (optional) return undefined;
  if (object === undefined) return "all" as const;
  return items?.find(({ key }) => !hasKey(object, key));
}

export function hasKey(object: KeyedData, key: string): boolean {
  return key in (object.data ?? {}) || key in (object.binaryData ?? {});
}

function claimProblem(name: string, facts: PodFacts): string | undefined {
  const claim = facts.claim(name);
  if (claim === undefined) return `persistentvolumeclaim "${name}" not found`;
  if (claim.status?.phase !== "Bound") return `PVC ${name} is not bound`;
  const volumeName = claim.spec.volumeName ?? "";
  const volume = facts.volume(volumeName);
  if (volume === undefined) return `the volume ${volumeName} of claim ${name} is gone`;
  return volume.spec.csi?.driver === filestoreDriver ? filestoreProblem(volume.spec.csi, facts) : undefined;
}

function isDetached({ persistentVolumeClaim }: Volume, facts: PodFacts): boolean {
  const name = persistentVolumeClaim && facts.claim(persistentVolumeClaim.claimName)?.spec.volumeName;
  const csi = name === undefined ? undefined : facts.volume(name)?.spec.csi;
  return name !== undefined && csi !== undefined && csi.driver !== filestoreDriver && !facts.isAttached(name);
}
