/** A stand-in cloud with a cluster, a disk, an address of each type and an image, as google.json holds it. */
export const disk = "projects/p/zones/europe-west1-b/disks/data-index-disk";
export const address = "34.1.2.3";
export const internalAddress = "10.10.0.9";
export const cluster = "projects/p/locations/europe-west1-b/clusters/c";
export const image = "europe-west1-docker.pkg.dev/p/loklak/elasticsearch@sha256:0123";

export const google = {
  version: 1,
  resources: {
    [disk]: {
      type: "gcp:compute/disk:Disk",
      inputs: {},
      outputs: { zone: "europe-west1-b", size: 20, diskId: "1" },
    },
    "projects/p/regions/europe-west1/addresses/loklak": {
      type: "gcp:compute/address:Address",
      inputs: {},
      outputs: { address, region: "europe-west1", addressType: "EXTERNAL" },
    },
    "projects/p/regions/europe-west1/addresses/internal": {
      type: "gcp:compute/address:Address",
      inputs: {},
      outputs: {
        address: internalAddress,
        region: "europe-west1",
        addressType: "INTERNAL",
        subnetwork: "projects/p/regions/europe-west1/subnetworks/s",
      },
    },
    [cluster]: {
      type: "gcp:container/cluster:Cluster",
      inputs: {},
      outputs: { subnetwork: "projects/p/regions/europe-west1/subnetworks/s" },
    },
  },
  images: { [image]: { tags: ["latest"] } },
};

export const node = (name: string, zone: string) => ({
  name,
  zone,
  region: "europe-west1",
  pool: "main",
  machineType: "e2-standard-4",
  labels: {},
  taints: [],
  cpu: "4",
  memory: "16Gi",
});

export const namespace = (name: string, level = "baseline") => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels: { "pod-security.kubernetes.io/enforce": level } },
});

/** A class whose volumes nobody makes, the volume of the disk and the claim that `data` of pod `index-0` needs. */
export const storage = [
  {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "disks" },
    provisioner: "kubernetes.io/no-provisioner",
    allowVolumeExpansion: true,
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "index-0" },
    spec: {
      capacity: { storage: "10Gi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "disks",
      csi: { driver: "pd.csi.storage.gke.io", volumeHandle: disk },
      claimRef: { namespace: "search", name: "data-index-0" },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [{ key: "topology.gke.io/zone", operator: "In", values: ["europe-west1-b"] }],
            },
          ],
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: "data-index-0", namespace: "search" },
    spec: {
      accessModes: ["ReadWriteOnce"],
      storageClassName: "disks",
      volumeName: "index-0",
      resources: { requests: { storage: "10Gi" } },
    },
  },
];

export const statefulSet = {
  apiVersion: "apps/v1",
  kind: "StatefulSet",
  metadata: { name: "index", namespace: "search" },
  spec: {
    serviceName: "index",
    replicas: 1,
    selector: { matchLabels: { app: "index" } },
    template: {
      metadata: { labels: { app: "index" } },
      spec: { containers: [{ name: "index", image, volumeMounts: [{ name: "data", mountPath: "/data" }] }] },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "data" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          storageClassName: "disks",
          resources: { requests: { storage: "10Gi" } },
        },
      },
    ],
  },
};

export const configMap = (data: Record<string, string>, name = "settings") => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "search" },
  data,
});

/** Needs the key `port` of the ConfigMap `settings`. */
export const configuredPod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "configured", namespace: "search" },
  spec: {
    containers: [
      {
        name: "main",
        image,
        env: [{ name: "PORT", valueFrom: { configMapKeyRef: { name: "settings", key: "port" } } }],
      },
    ],
  },
};

export const loadBalancer = (name: string, loadBalancerIP: string) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "search" },
  spec: { type: "LoadBalancer", loadBalancerIP, ports: [{ port: 80 }] },
});
