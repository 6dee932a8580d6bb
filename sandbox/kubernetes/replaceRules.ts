import type { Properties } from "../provider/provider";
import { textAt } from "../provider/values";

const selector = "spec.selector";
const volumeSources = [
  "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker",
  "gcePersistentDisk", "glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume",
  "quobyte", "rbd", "scaleIO", "storageos", "vsphereVolume",
]; // prettier-ignore
const podFields = [
  "affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks", "hostAliases", "hostIPC",
  "hostNetwork", "hostPID", "hostname", "imagePullSecrets", "nodeName", "nodeSelector", "overhead", "preemptionPolicy",
  "priority", "priorityClassName", "readinessGates", "restartPolicy", "runtimeClassName", "schedulerName",
  "securityContext", "serviceAccount", "serviceAccountName", "shareProcessNamespace", "subdomain",
  "terminationGracePeriodSeconds", "volumes",
]; // prettier-ignore
const containerFields = [
  "args", "command", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports", "readinessProbe",
  "resources", "securityContext", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty",
  "volumeDevices", "volumeMounts", "workingDir",
]; // prettier-ignore

/** Property paths by kind whose change makes a new object (pulumi-kubernetes, diff.go); `*` is any index. */
const byKind: Record<string, string[]> = {
  "apps/v1:DaemonSet": [selector],
  "apps/v1:Deployment": [selector],
  "apps/v1:StatefulSet": [
    "spec.podManagementPolicy",
    "spec.revisionHistoryLimit",
    selector,
    "spec.serviceName",
    "spec.volumeClaimTemplates",
  ],
  "batch/v1:Job": ["spec.completions", "spec.parallelism", selector, "spec.template"],
  "rbac.authorization.k8s.io/v1:ClusterRoleBinding": ["roleRef"],
  "rbac.authorization.k8s.io/v1:RoleBinding": ["roleRef"],
  "storage.k8s.io/v1:StorageClass": ["parameters", "provisioner"],
  "v1:PersistentVolume": volumeSources.map((source) => `spec.${source}`),
  "v1:PersistentVolumeClaim": ["spec.accessModes", selector, "spec.storageClassName", "spec.volumeName"],
  "v1:Pod": [
    ...podFields.map((field) => `spec.${field}`),
    ...["containers", "initContainers"].flatMap((list) =>
      containerFields.map((field) => `spec.${list}.*.${field}`),
    ),
  ],
  "v1:ResourceQuota": ["spec.scopes"],
  "v1:Secret": ["type"],
  "v1:Service": ["spec.clusterIP"],
};

/** Which objects with fixed content the provider may change in place. */
export interface Mutability {
  enableConfigMapMutable: boolean;
  enableSecretMutable: boolean;
}

/** The property paths, as steps, whose change makes a new object of the inputs' kind. */
export function replaceRules(inputs: Properties, mutability: Mutability): string[][] {
  return ["metadata.name", "metadata.namespace", ...kindRules(inputs, mutability)].map((path) =>
    path.split("."),
  );
}

function kindRules(
  inputs: Properties,
  { enableConfigMapMutable, enableSecretMutable }: Mutability,
): string[] {
  const type = `${textAt(inputs, "apiVersion")}:${textAt(inputs, "kind")}`;
  const immutable = inputs.immutable === true;
  if (type === "v1:Secret" && (!enableSecretMutable || immutable)) return ["type", "stringData", "data"];
  if (type === "v1:ConfigMap" && (!enableConfigMapMutable || immutable)) return ["binaryData", "data"];
  return byKind[type] ?? [];
}
