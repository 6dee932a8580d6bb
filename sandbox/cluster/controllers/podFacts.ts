import type { Claim, KeyedData, PersistentVolume, Pod } from "./objects";
import { waitReason, type WaitedService } from "./waits";
import type { Cloud, FileServer } from "./cloud";
import type { World } from "./world";

/** What decides whether a pod's containers would start, as its own namespace and node see it. */
export interface PodFacts {
  configMap(name: string): KeyedData | undefined;
  secret(name: string): KeyedData | undefined;
  hasServiceAccount(name: string): boolean;
  claim(name: string): Claim | undefined;
  volume(name: string): PersistentVolume | undefined;
  /** True when the volume is attached to the pod's node. */
  isAttached(volume: string): boolean;
  hasDriver(name: string): boolean;
  fileServer(location: string, name: string): FileServer | undefined;
  hasImage(image: string): boolean;
  /** Why nothing answers there yet; undefined when something does. */
  waitReason(wait: WaitedService): string | undefined;
}

export function podFacts(pod: Pod, world: World, cloud: Cloud): PodFacts {
  const { namespace } = pod.metadata;
  return {
    configMap: (name) => world.configMaps.get(name, namespace),
    secret: (name) => world.secrets.get(name, namespace),
    hasServiceAccount: (name) => world.serviceAccounts.get(name, namespace) !== undefined,
    claim: (name) => world.claims.get(name, namespace),
    volume: (name) => world.volumes.get(name),
    isAttached: (volume) =>
      world.attachments.items.some(
        ({ spec, status }) =>
          spec.source.persistentVolumeName === volume &&
          spec.nodeName === pod.spec.nodeName &&
          status?.attached,
      ),
    hasDriver: (name) => world.drivers.get(name) !== undefined,
    fileServer: (location, name) => cloud.fileServer(location, name),
    hasImage: (image) => cloud.hasImage(image),
    waitReason: (wait) => {
      const slices = world.endpointSlices.items.filter(
        ({ metadata }) =>
          metadata.namespace === wait.namespace &&
          metadata.labels?.["kubernetes.io/service-name"] === wait.name,
      );
      return waitReason(wait, world.services.get(wait.name, wait.namespace), slices);
    },
  };
}
