import * as k8s from "@pulumi/kubernetes";
import { address, disk, image } from "./clusterObjects";

/** What a test changes about the deployed objects. */
export interface SearchVariant {
  setting?: string;
  label?: string;
  claimSize?: string;
  volumeLabel?: string;
  serviceName?: string;
  /** A key that the ConfigMap lacks is wanted by the web pods. */
  wantedKey?: string;
  misspelt?: boolean;
}

/** Deploys objects of the kinds that this repository's program uses; `kubeconfig` is an administrator's. */
export const searchProgram =
  (kubeconfig: string, variant: SearchVariant = {}) =>
  async (): Promise<void> => {
    const provider = new k8s.Provider("cluster", { kubeconfig, clusterIdentifier: "one" });
    const on = { provider };
    const namespace = new k8s.core.v1.Namespace(
      "search",
      {
        metadata: {
          name: "search",
          labels: {
            "pod-security.kubernetes.io/enforce": "baseline",
            ...(variant.label && { extra: variant.label }),
          },
        },
      },
      on,
    ).metadata.name;
    const labels = { app: "index" };
    const storageClass = new k8s.storage.v1.StorageClass(
      "disks",
      {
        metadata: { name: "disks" },
        provisioner: "kubernetes.io/no-provisioner",
        allowVolumeExpansion: true,
      },
      on,
    ).metadata.name;
    const size = variant.claimSize ?? "10Gi";
    const shared = { accessModes: ["ReadWriteOnce"], storageClassName: storageClass };
    const volume = new k8s.core.v1.PersistentVolume(
      "index-0",
      {
        metadata: { name: "index-0", labels: { extra: variant.volumeLabel ?? "none" } },
        spec: {
          ...shared,
          capacity: { storage: size },
          persistentVolumeReclaimPolicy: "Retain",
          claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: "data-index-0" },
          csi: { driver: "pd.csi.storage.gke.io", volumeHandle: disk },
        },
      },
      { ...on, ignoreChanges: ["spec.capacity"] },
    ).metadata.name;
    const claim = new k8s.core.v1.PersistentVolumeClaim(
      "data-index-0",
      {
        metadata: { name: "data-index-0", namespace },
        spec: { ...shared, volumeName: volume, resources: { requests: { storage: size } } },
      },
      on,
    );
    const settings = new k8s.core.v1.ConfigMap(
      "settings",
      { metadata: { namespace }, data: { port: variant.setting ?? "9000" } },
      on,
    ).metadata.name;
    new k8s.core.v1.ServiceAccount("index", { metadata: { name: "index", namespace } }, on);
    new k8s.policy.v1.PodDisruptionBudget(
      "index",
      {
        metadata: { name: "index", namespace },
        spec: { selector: { matchLabels: labels }, maxUnavailable: 1 },
      },
      on,
    );
    const index = new k8s.apps.v1.StatefulSet(
      "index",
      {
        metadata: { name: "index", namespace },
        spec: {
          replicas: 1,
          serviceName: variant.serviceName ?? "index",
          podManagementPolicy: "Parallel",
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: "index",
              containers: [
                {
                  name: "index",
                  image,
                  resources: { requests: { cpu: "0.5", memory: "1024Mi" } },
                  env: [{ name: "EMPTY", value: "" }],
                  volumeMounts: [{ name: "data", mountPath: "/data" }],
                },
              ],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: "data" },
              spec: { ...shared, resources: { requests: { storage: "1Gi" } } },
            },
          ],
        },
      },
      { ...on, dependsOn: claim },
    );
    const service = (name: string, spec: k8s.types.input.core.v1.ServiceSpec) =>
      new k8s.core.v1.Service(name, { metadata: { name, namespace }, spec }, { ...on, dependsOn: index });
    service("index", { selector: labels, ports: [{ port: 9200 }] });
    service("nodes", {
      selector: labels,
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports: [{ port: 9300 }],
    });
    const web = { app: "web" };
    new k8s.apps.v1.Deployment(
      "web",
      {
        metadata: { name: "web", namespace },
        spec: {
          replicas: 2,
          selector: { matchLabels: web },
          ...(variant.misspelt && { replcas: 3 }),
          template: {
            metadata: { labels: web },
            spec: {
              containers: [
                {
                  name: "web",
                  image,
                  env: [
                    {
                      name: "PORT",
                      valueFrom: { configMapKeyRef: { name: settings, key: variant.wantedKey ?? "port" } },
                    },
                  ],
                },
              ],
            },
          },
        },
      },
      { ...on, customTimeouts: { create: "30s", update: "5s" } },
    );
    service("public", {
      type: "LoadBalancer",
      loadBalancerIP: address,
      selector: web,
      ports: [{ port: 80 }],
    });
  };
