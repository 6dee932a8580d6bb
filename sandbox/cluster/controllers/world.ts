import type { KubeClient, KubeObject } from "../kubeClient";
import type {
  Claim,
  EndpointSlice,
  KeyedData,
  Node,
  PersistentVolume,
  Pod,
  Service,
  VolumeAttachment,
} from "./objects";
import { WatchedKind } from "./watchedKind";

/** The part of a cluster that the stand-in controllers watch. */
export class World {
  readonly nodes: WatchedKind<Node>;
  readonly pods: WatchedKind<Pod>;
  readonly configMaps: WatchedKind<KeyedData>;
  readonly secrets: WatchedKind<KeyedData>;
  readonly serviceAccounts: WatchedKind<KubeObject>;
  readonly claims: WatchedKind<Claim>;
  readonly volumes: WatchedKind<PersistentVolume>;
  readonly attachments: WatchedKind<VolumeAttachment>;
  readonly drivers: WatchedKind<KubeObject>;
  readonly services: WatchedKind<Service>;
  readonly endpointSlices: WatchedKind<EndpointSlice>;

  constructor(client: KubeClient) {
    this.nodes = new WatchedKind(client, "v1", "Node");
    this.pods = new WatchedKind(client, "v1", "Pod");
    this.configMaps = new WatchedKind(client, "v1", "ConfigMap");
    this.secrets = new WatchedKind(client, "v1", "Secret");
    this.serviceAccounts = new WatchedKind(client, "v1", "ServiceAccount");
    this.claims = new WatchedKind(client, "v1", "PersistentVolumeClaim");
    this.volumes = new WatchedKind(client, "v1", "PersistentVolume");
    this.attachments = new WatchedKind(client, "storage.k8s.io/v1", "VolumeAttachment");
    this.drivers = new WatchedKind(client, "storage.k8s.io/v1", "CSIDriver");
    this.services = new WatchedKind(client, "v1", "Service");
    this.endpointSlices = new WatchedKind(client, "discovery.k8s.io/v1", "EndpointSlice");
  }

  /** Follows the cluster for ever; resolves when all that exists is known. */
  async start(onChange: () => void): Promise<void> {
    const kinds = Object.values(this) as WatchedKind<KubeObject>[];
    await Promise.all(kinds.map((kind) => kind.start(onChange)));
  }
}
