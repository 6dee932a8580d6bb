import { allocatable } from "./allocatable";
import { diskDriver } from "./csi";

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

export const poolLabel = "cloud.google.com/gke-nodepool";

/** The most disks that Google attaches to a machine of most types, less the boot disk. */
const attachableDisks = 127;

/** The object of a node that kwok simulates, labelled as GKE does it. */
export function nodeObject(spec: NodeSpec) {
  const { name, zone, region, pool, machineType, labels, taints, cpu, memory } = spec;
  const size = { pods: "110", "ephemeral-storage": "100Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "node.kubernetes.io/instance-type": machineType,
        "topology.kubernetes.io/region": region,
        "topology.kubernetes.io/zone": zone,
        "topology.gke.io/zone": zone,
        [poolLabel]: pool,
        ...labels,
      },
      annotations: {
        "kwok.x-k8s.io/node": "fake",
        "volumes.kubernetes.io/controller-managed-attach-detach": "true",
      },
    },
    spec: { taints },
    status: { capacity: { cpu, memory, ...size }, allocatable: { ...allocatable({ cpu, memory }), ...size } },
  };
}

/** Says that the node's machine has the driver for persistent disks; goes when the node goes. */
export function csiNodeObject({ name, zone }: NodeSpec, nodeUid: string) {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSINode",
    metadata: { name, ownerReferences: [{ apiVersion: "v1", kind: "Node", name, uid: nodeUid }] },
    spec: {
      drivers: [
        {
          name: diskDriver,
          nodeID: `zones/${zone}/instances/${name}`,
          topologyKeys: ["topology.gke.io/zone"],
          allocatable: { count: attachableDisks },
        },
      ],
    },
  };
}
