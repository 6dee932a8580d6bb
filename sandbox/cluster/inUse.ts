import { diskDriver } from "./csi";
import { gatewayKind, usedBy } from "./gateway/names";
import { KubeError, type KubeClient, type KubeObject } from "./kubeClient";

/** A disk as a control plane's VolumeAttachments show it. */
export interface AttachedDisk {
  /** `projects/<project>/zones/<zone>/disks/<name>` */
  volumeHandle: string;
  node: string;
  cluster: string;
}

interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string } };
  status?: { attached: boolean };
}

interface PersistentVolume extends KubeObject {
  spec: { csi?: { driver: string; volumeHandle: string } };
}

interface Service extends KubeObject {
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
}

/** The persistent disks that are attached to nodes of one cluster. */
export async function attachedDisks(client: KubeClient, cluster: string): Promise<AttachedDisk[]> {
  const attachments = await client.list<VolumeAttachment>("storage.k8s.io/v1", "VolumeAttachment");
  const volumes = await client.list<PersistentVolume>("v1", "PersistentVolume");
  const handles = new Map(volumes.items.map(({ metadata, spec }) => [metadata.name, spec.csi?.volumeHandle]));
  return attachments.items
    .filter(({ spec, status }) => spec.attacher === diskDriver && status?.attached)
    .map(({ spec }) => ({
      node: spec.nodeName,
      volumeHandle: handles.get(spec.source.persistentVolumeName ?? ""),
    }))
    .flatMap(({ node, volumeHandle }) =>
      volumeHandle === undefined ? [] : [{ node, volumeHandle, cluster }],
    );
}

/** The services to which the load balancer with this address leads, as `namespace/name`. */
export async function addressUsers(client: KubeClient, address: string): Promise<string[]> {
  const { items } = await client.list<Service>("v1", "Service");
  return items
    .filter(({ status }) => status?.loadBalancer?.ingress?.some(({ ip }) => ip === address))
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
}

/** The Gateways whose load balancer uses the Google resource, as `namespace/name`; none where there is no Gateway API. */
export async function gatewayUsers(client: KubeClient, id: string): Promise<string[]> {
  try {
    const { items } = await client.list(gatewayKind.apiVersion, gatewayKind.kind);
    return items
      .filter((gateway) => usedBy(gateway).includes(id))
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  } catch (error) {
    if (error instanceof KubeError && error.reason === "NoKindMatch") return [];
    throw error;
  }
}
