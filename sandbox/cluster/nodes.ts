import { allocatable } from "./allocatable";
import { attachableDisks, diskDriver } from "./csi";
import type { KubeObject } from "./kubeObject";

/** A machine of a node pool, simulated or real. */
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

/** What real nodes alone are labelled with. */
export const realPods = { "sandbox/pods": "real" };

/** False for a node that kwok simulates: nothing on it is real. */
export function isReal({ metadata }: KubeObject): boolean {
  return Object.entries(realPods).every(([key, value]) => metadata.labels?.[key] === value);
}

/** The object of a node, labelled as GKE does it. */
export function nodeObject({ name, zone, region, pool, machineType, labels, taints }: NodeSpec) {
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
      annotations: { "volumes.kubernetes.io/controller-managed-attach-detach": "true" },
    },
    spec: { taints },
  };
}

/** The object of a node that kwok simulates, with the size of its machine. */
export function simulatedNodeObject(spec: NodeSpec) {
  const { metadata, ...object } = nodeObject(spec);
  const { cpu, memory } = spec;
  const size = { pods: "110", "ephemeral-storage": "100Gi" };
  return {
    ...object,
    metadata: { ...metadata, annotations: { ...metadata.annotations, "kwok.x-k8s.io/node": "fake" } },
    status: { capacity: { cpu, memory, ...size }, allocatable: { ...allocatable({ cpu, memory }), ...size } },
  };
}

/** The object of a real node; its kubelet says how large it is. */
export function realNodeObject(spec: NodeSpec) {
  const { metadata, ...object } = nodeObject(spec);
  return { ...object, metadata: { ...metadata, labels: { ...metadata.labels, ...realPods } } };
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
