import type { KubeObject } from "../kubeObject";

/** What the stand-in controllers read of Kubernetes' objects; all else of an object is there too, unread. */

export interface Condition {
  type: string;
  status: "True" | "False" | "Unknown";
  reason?: string | null;
  message?: string | null;
  lastTransitionTime?: string;
  lastHeartbeatTime?: string;
}

export interface Node extends KubeObject {
  status?: { conditions?: Condition[]; addresses?: { type: string; address: string }[] };
}

export interface KeyReference {
  name: string;
  key: string;
  optional?: boolean;
}

export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: {
    name: string;
    value?: string;
    valueFrom?: { configMapKeyRef?: KeyReference; secretKeyRef?: KeyReference };
  }[];
  envFrom?: {
    configMapRef?: { name: string; optional?: boolean };
    secretRef?: { name: string; optional?: boolean };
  }[];
  volumeMounts?: { name: string; subPath?: string }[];
  /** `Always` makes an init container a sidecar. */
  restartPolicy?: string;
}

/** The files of a ConfigMap or Secret: without items all its keys. */
export interface KeysToFiles {
  optional?: boolean;
  items?: { key: string }[];
}

export interface Volume {
  name: string;
  configMap?: KeysToFiles & { name: string };
  secret?: KeysToFiles & { secretName: string };
  projected?: {
    sources?: {
      configMap?: KeysToFiles & { name: string };
      secret?: KeysToFiles & { name: string };
    }[];
  };
  persistentVolumeClaim?: { claimName: string };
  [type: string]: unknown;
}

export interface ContainerStatus {
  name: string;
  image: string;
  ready: boolean;
  [field: string]: unknown;
}

export interface Pod extends KubeObject {
  spec: {
    nodeName?: string;
    serviceAccountName?: string;
    containers: Container[];
    initContainers?: Container[];
    volumes?: Volume[];
  };
  status?: { phase?: string; conditions?: Condition[]; containerStatuses?: ContainerStatus[] };
}

export interface KeyedData extends KubeObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

export interface Claim extends KubeObject {
  spec: { volumeName?: string; resources?: { requests?: { storage?: string } } };
  status?: {
    phase?: string;
    capacity?: { storage?: string };
    /** What it grows to. */
    allocatedResources?: { storage?: string };
    /** How far that is, such as `NodeResizePending`. */
    allocatedResourceStatuses?: { storage?: string } | null;
    conditions?: Condition[];
  };
}

export interface CsiVolume {
  driver: string;
  volumeHandle: string;
  volumeAttributes?: Record<string, string>;
}

export interface PersistentVolume extends KubeObject {
  spec: { capacity?: { storage?: string }; csi?: CsiVolume };
}

export interface VolumeAttachment extends KubeObject {
  spec: { attacher: string; nodeName: string; source: { persistentVolumeName?: string } };
  status?: { attached: boolean; attachError?: { message?: string } };
}

export interface Service extends KubeObject {
  spec: {
    type?: string;
    clusterIP?: string;
    loadBalancerIP?: string;
    loadBalancerClass?: string;
    healthCheckNodePort?: number;
    ports?: { port: number; protocol?: string }[];
  };
  status?: { loadBalancer?: { ingress?: { ip?: string }[] } };
}

export interface EndpointSlice extends KubeObject {
  endpoints?: { conditions?: { ready?: boolean } }[] | null;
}
