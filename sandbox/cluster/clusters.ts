import type { SandboxFolder } from "../folder";

/** A machine of a node pool, to be simulated. */
export interface NodeSpec {
  name: string;
  zone: string;
  region: string;
  pool: string;
  machineType: string;
  labels: Record<string, string>;
  taints: { key: string; value?: string; effect: string }[];
  /** A Kubernetes quantity, such as `4`. */
  cpu: string;
  /** A Kubernetes quantity, such as `16Gi`. */
  memory: string;
}

/** A disk as a control plane's VolumeAttachments show it. */
export interface AttachedDisk {
  /** `projects/<project>/zones/<zone>/disks/<name>` */
  volumeHandle: string;
  node: string;
  cluster: string;
}

/** The control planes of one sandbox. They outlive the process that started them. */
export class Clusters {
  constructor(readonly folder: SandboxFolder) {}

  /** Starts a control plane from nothing (erases what a killed creation left behind); ready when it returns. */
  create(_id: string): Promise<{ endpoint: string; caCertificate: string }> {
    throw new Error("not yet");
  }

  /** Stops the control plane and erases its etcd; succeeds when there is none. */
  erase(_id: string): Promise<void> {
    throw new Error("not yet");
  }

  /** Starts again every control plane that exists in the folder but does not run, at the same address with the same data. */
  resume(): Promise<void> {
    throw new Error("not yet");
  }

  /** Stops every control plane and keeps its data. */
  stop(): Promise<void> {
    throw new Error("not yet");
  }

  /** Makes the pool's nodes exactly these; nodes that go are cordoned, drained by eviction (bounded in time) and deleted. */
  applyNodes(_id: string, _pool: string, _nodes: NodeSpec[]): Promise<void> {
    throw new Error("not yet");
  }

  /** Disks attached to nodes of every running control plane: the truth about "in use". */
  attachedDisks(): Promise<AttachedDisk[]> {
    throw new Error("not yet");
  }

  /** The services of type LoadBalancer that hold the address, as `namespace/name`. */
  addressUsers(_address: string): Promise<string[]> {
    throw new Error("not yet");
  }
}
