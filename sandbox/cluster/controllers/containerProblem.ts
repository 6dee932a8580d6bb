import type { Container, KeyedData, KeyReference, Pod } from "./objects";
import type { PodFacts } from "./podFacts";
import { hasKey } from "./podVolumes";

/** Why a container waits, as a kubelet writes it into the pod's status. */
export interface Waiting {
  reason: string;
  message?: string;
}

/** Why the container cannot be created now; undefined when it can. */
export function containerProblem(pod: Pod, container: Container, facts: PodFacts): Waiting | undefined {
  if (!facts.hasImage(container.image))
    return {
      reason: "ImagePullBackOff",
      message: `Back-off pulling image "${container.image}": not found in the registry stand-in`,
    };
  const message = environmentProblem(pod, container, facts) ?? subPathProblem(pod, container, facts);
  return message === undefined ? undefined : { reason: "CreateContainerConfigError", message };
}

function environmentProblem(
  { metadata }: Pod,
  { env, envFrom }: Container,
  facts: PodFacts,
): string | undefined {
  for (const { configMapRef, secretRef } of envFrom ?? []) {
    if (configMapRef && !configMapRef.optional && !facts.configMap(configMapRef.name))
      return `configmap "${configMapRef.name}" not found`;
    if (secretRef && !secretRef.optional && !facts.secret(secretRef.name))
      return `secret "${secretRef.name}" not found`;
  }
  for (const { valueFrom } of env ?? []) {
    const { configMapKeyRef: ofMap, secretKeyRef: ofSecret } = valueFrom ?? {};
    const problem =
      (ofMap && keyProblem("ConfigMap", ofMap, facts.configMap(ofMap.name), metadata.namespace)) ??
      (ofSecret && keyProblem("Secret", ofSecret, facts.secret(ofSecret.name), metadata.namespace));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function keyProblem(
  kind: string,
  { name, key, optional }: KeyReference,
  object?: KeyedData,
  namespace?: string,
) {
  if (optional) return undefined;
  if (object === undefined) return `${kind.toLowerCase()} "${name}" not found`;
  return hasKey(object, key) ? undefined : `couldn't find key ${key} in ${kind} ${namespace}/${name}`;
}

/** A mounted sub path of a ConfigMap or Secret is one of its keys. */
function subPathProblem({ spec }: Pod, { volumeMounts }: Container, facts: PodFacts): string | undefined {
  for (const { name, subPath } of volumeMounts ?? []) {
    const volume = spec.volumes?.find((each) => each.name === name);
    const { configMap, secret } = volume ?? {};
    const source = configMap ?? secret;
    if (subPath === undefined || source === undefined || source.items !== undefined) continue;
    const object = configMap ? facts.configMap(configMap.name) : facts.secret(secret?.secretName ?? "");
    if (object !== undefined && !hasKey(object, subPath))
      return `failed to prepare subPath for volumeMount "${name}": there is no key ${subPath}`;
  }
  return undefined;
}
