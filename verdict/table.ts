import { stackType } from "../sandbox/engine/checkpoint";
import { nginxText } from "./nginxText";
import { deploymentRolls, replicasChange, setsClaims, statefulSetRolls } from "./rollout";
import { Effect, look, loss, nothing, Row, Rule } from "./row";
import { isProtected, moreOrLess, toValue, when } from "./rules";
import { servedAddress, serviceComes, serviceGoes, serviceType } from "./services";
import { anotherDisk, anotherVolume, claimAnew, claimGoes, volumeAnew, volumeGoes } from "./volumes";

/** Words that only people read. */
const words = nothing.rest("only words that people read");
const labels = nothing.rest("only labels");
/** What every resource of Google's may have. */
const ofGoogle: Record<string, Effect> = {
  "labels, pulumiLabels, effectiveLabels, resourceLabels": labels,
  "description, displayName": words,
};
/** What every object of Kubernetes' has. */
const ofKubernetes: Record<string, Effect> = {
  "metadata.labels": labels,
  "metadata.annotations": nothing.rest("only annotations"),
  // Read by Pulumi's provider and by kube-score alone.
  'metadata.annotations["pulumi.com/skipAwait"], metadata.annotations["pulumi.com/waitFor"], metadata.annotations["kube-score/ignore"]':
    nothing.rest("only how long Pulumi waits, or what a scanner says"),
};

/** What a row says of each property, with the same meaning whatever happens to it. */
const always = (effect: Effect, properties: Record<string, Effect> = ofGoogle): Row => ({
  create: effect,
  delete: effect,
  replace: effect,
  properties,
  otherwise: effect,
});

/** Nobody knows what it holds: fail closed. */
export const unknownType: Row = {
  create: look.data("the verdict's table does not know this type: read what is made"),
  delete: loss.data("the verdict's table does not know this type: it may hold data, which would be lost"),
  replace: loss.data("the verdict's table does not know this type: it may hold data, which would be lost"),
  properties: {},
  otherwise: look.data("the verdict's table does not know this type: read what is changed"),
};

// Pods: what their template says beyond that they are renewed.
const pod = "spec.template.spec";
const ofPods = (renewed: Effect): Record<string, Effect> => ({
  ...ofKubernetes,
  "spec.template": renewed,
  "spec.template.metadata.labels": [
    renewed,
    look.access("network policies and services choose pods by these labels"),
  ],
  [`${pod}.containers.resources, ${pod}.initContainers.resources, ${pod}.resources`]: [
    look.size("each pod asks for, or may take, another share of a node"),
    renewed,
  ],
  [`${pod}.volumes.emptyDir`]: [look.size("another limit for what a pod keeps while it runs"), renewed],
  [`${pod}.volumes.persistentVolumeClaim`]: [
    look.data("the pods use another claim, with what is on it"),
    renewed,
  ],
  [`${pod}.volumes.hostPath, ${pod}.hostNetwork, ${pod}.hostPID, ${pod}.hostIPC, ${pod}.hostUsers`]: [
    look.access("the pods get at, or lose, parts of the node that they run on"),
    renewed,
  ],
  [`${pod}.securityContext, ${pod}.containers.securityContext, ${pod}.initContainers.securityContext, ${pod}.containers.ports`]:
    [look.access("what the pods may do, or where they listen, changes"), renewed],
  [`${pod}.serviceAccountName, ${pod}.serviceAccount, ${pod}.automountServiceAccountToken`]: [
    look.access("the pods run as another account, or with its token"),
    renewed,
  ],
});

const contentAnew = nothing.rest("pods read another one; the workload that reads it shows the restart");
/** ConfigMaps and Secrets, which come anew under another name at every change, before the last one goes. */
const content: Row = {
  create: nothing.rest("what pods read"),
  delete: look.availability("pods that still name it cannot start again"),
  replace: contentAnew,
  properties: ofKubernetes,
  otherwise: when(
    ({ step }) => step.operation === "replace",
    contentAnew,
    look.availability("changed in place: pods that run may not notice before they start again"),
  ),
};

// Node pools: GKE changes a node by making another one (GKE, "Node upgrade strategies").
const nodesAnew = look.availability("the nodes are made anew one after the other: their pods move");

const podSecurity = ["enforce", "enforce-version", "audit", "audit-version", "warn", "warn-version"]
  .map((mode) => `metadata.labels["pod-security.kubernetes.io/${mode}"]`)
  .join(", ");

const outputChanges: Rule = ({ change }) =>
  change?.new === undefined
    ? look.availability("other stacks that read this output fail")
    : nothing.rest("an output that others read");

/** contract.ts reads a version with the same first number, and the same second one or a higher. */
const contractChanges: Rule = (at) => {
  const [old, now] = [at.change?.old, at.change?.new];
  if (old === undefined || now === undefined) return outputChanges(at);
  const versionOf = (text: string) => (/^"(\d+)\.(\d+)"$/.exec(text) ?? []).slice(1).map(Number);
  const [[major, minor = 0], [nextMajor, nextMinor = 0]] = [versionOf(old), versionOf(now)];
  return major === nextMajor && nextMinor >= minor
    ? nothing.rest("the outputs' contract has more than before")
    : look.availability("other stacks, made for the contract of before, refuse to be deployed on this one");
};

/** A value that is not known yet comes from a resource, which tells by itself what happens to it. */
const addressChanges: Rule = (at) =>
  at.change?.old === undefined || at.change.new === undefined || at.change.new === "[known after up]"
    ? outputChanges(at)
    : look.address("the stack tells another address");

/** What is not known yet comes from the cluster, which tells by itself what happens to it. */
const kubeconfigChanges: Rule = ({ change }) =>
  change?.new === "[known after up]"
    ? nothing.rest("how Pulumi reaches the cluster is known when that is there")
    : look.availability(
        "Pulumi reaches the cluster in another way, or another cluster: whatever is on it is looked for there from now on",
      );

/** By type, several separated by commas. */
export const table: Record<string, Row> = {
  // ── What holds data ──

  "gcp:compute/disk:Disk, gcp:compute/regionDisk:RegionDisk": {
    create: look.size("a disk more: empty, unless it names a snapshot"),
    delete: loss.data("the disk is deleted, and what is on it is lost"),
    replace: loss.data("an empty disk takes its place, and what is on it is lost to whoever uses it"),
    properties: {
      ...ofGoogle,
      size: look.size("the disk gets another size; in place it only grows, for good, while it is used"),
      "provisionedIops, provisionedThroughput": look.size("the disk gets another speed"),
      "deletionPolicy, createSnapshotBeforeDestroy": look.data(
        "what happens to the disk when it leaves the stack",
      ),
    },
    otherwise: look.data("the disk itself is changed"),
  },
  "gcp:compute/snapshot:Snapshot, gcp:filestore/backup:Backup": {
    create: nothing.data("a copy of what is there now"),
    delete: loss.data("the copy is deleted"),
    replace: loss.data("the copy is deleted; the new one is of another time"),
    properties: ofGoogle,
    otherwise: look.data("the copy is changed"),
  },
  // Snapshots that were made stay, whatever happens to the schedule (Compute Engine, "About snapshot schedules").
  "gcp:compute/resourcePolicy:ResourcePolicy": {
    create: look.data("disks can get snapshots by this schedule"),
    delete: look.data("no more snapshots are made by this schedule; those of before stay as long as it said"),
    replace: look.data("another schedule takes its place; disks must be attached to it to get snapshots"),
    properties: {
      description: words,
      "snapshotSchedulePolicy.retentionPolicy.maxRetentionDays": moreOrLess(
        nothing.data("snapshots that are made from now on are kept longer"),
        look.data("snapshots that are made from now on are kept for a shorter time"),
      ),
      "snapshotSchedulePolicy.snapshotProperties.labels": labels,
    },
    otherwise: look.data("when snapshots are made, or what becomes of them, changes"),
  },
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment, gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment":
    {
      create: nothing.data("the disk gets snapshots from now on"),
      delete: look.data("the disk gets no more snapshots by this schedule"),
      replace: look.data(
        "the disk is put under its schedule anew, maybe another one; no snapshots meanwhile",
      ),
      properties: {},
      otherwise: look.data("how the disk gets snapshots changes"),
    },
  // The provider destroys every version of a deleted key: after 30 days nobody can restore it. A ring cannot be deleted at Google's.
  "gcp:kms/cryptoKey:CryptoKey": {
    create: nothing.data("a key more; what is encrypted with it depends on it"),
    delete: loss.data("every version of the key is destroyed: what it encrypts can never be read again"),
    replace: loss.data("every version of the key is destroyed: what it encrypts can never be read again"),
    properties: {
      ...ofGoogle,
      rotationPeriod: look.data("the key gets new versions at other times; the old ones still decrypt"),
    },
    otherwise: look.data("the key itself is changed, and with it what it encrypts"),
  },
  "gcp:kms/keyRing:KeyRing": {
    create: nothing.data("a ring for keys; Google never deletes it"),
    delete: look.data("the ring leaves the stack; Google never deletes it"),
    replace: look.data("another ring is made; Google never deletes this one, and keys cannot move"),
    properties: {},
    otherwise: look.data("the ring itself is changed"),
  },
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember": {
    create: look.access("somebody more may use the key"),
    delete: [
      look.data("who loses the key can read nothing that it encrypts: disks cannot be attached any more"),
      look.access("somebody may use the key no longer"),
    ],
    replace: [
      look.data("without the key nothing that it encrypts can be read meanwhile"),
      look.access("the right to use the key is taken away and given anew, to whom it names now"),
    ],
    properties: {},
    otherwise: look.access("who may use the key changes"),
  },
  "gcp:filestore/instance:Instance": {
    create: look.size("a file server more, empty"),
    delete: loss.data("the file server is deleted, and all files on it are lost"),
    replace: loss.data("an empty file server takes its place, and all files are lost"),
    properties: {
      ...ofGoogle,
      deletionProtectionReason: words,
      "fileShares.capacityGb": look.size("the share gets another size; of the basic tiers it only grows"),
      "fileShares.nfsExportOptions, networks": look.access("who may mount the share changes"),
      deletionProtectionEnabled: toValue(
        true,
        nothing.data("Google refuses to delete it from now on"),
        look.data("Google no longer refuses to delete it, with all files"),
      ),
      performanceConfig: look.size("the file server gets another speed"),
    },
    otherwise: look.data("the file server itself is changed"),
  },
  "gcp:storage/bucket:Bucket": {
    create: look.access("a bucket more, empty; its roles say who reaches it"),
    delete: loss.data("the bucket is deleted, with every object in it and of former times"),
    replace: loss.data("an empty bucket takes its place, and every object is lost"),
    properties: {
      ...ofGoogle,
      "publicAccessPrevention, uniformBucketLevelAccess, ipFilter, website, cors": look.access(
        "who may reach what is in the bucket changes",
      ),
      logging: nothing.rest("where accesses to the bucket are written down"),
    },
    otherwise: look.data("what is kept in the bucket, for how long, or what guards it, changes"),
  },
  "gcp:secretmanager/secret:Secret, gcp:secretmanager/secretVersion:SecretVersion, gcp:sql/databaseInstance:DatabaseInstance, gcp:sql/database:Database, gcp:pubsub/topic:Topic, gcp:gkebackup/backupPlan:BackupPlan":
    {
      create: look.data("something that holds data is made, empty"),
      delete: loss.data("it is deleted, and what it holds is lost"),
      replace: loss.data("an empty one takes its place, and what it holds is lost"),
      properties: ofGoogle,
      otherwise: look.data("what holds data is changed"),
    },
  // Kept in the state alone. Only those are protected that something which is kept was encrypted with.
  "random:index/randomBytes:RandomBytes, random:index/randomPassword:RandomPassword": {
    create: nothing.data("a secret that nobody chooses, kept in the state"),
    delete: when(
      isProtected,
      loss.data("the secret is forgotten: what was encrypted with it can never be read again"),
      look.data("the secret is forgotten: what was made with it, such as tokens, counts no longer"),
    ),
    replace: when(
      isProtected,
      loss.data("the secret is made anew: what was encrypted with the last one can never be read again"),
      look.data("the secret is made anew: what was made with the last one, such as tokens, counts no longer"),
    ),
    properties: {},
    otherwise: look.data("how the secret is kept changes"),
  },
  "kubernetes:core/v1:PersistentVolume": {
    create: nothing.data("the cluster gets to know a disk"),
    delete: [volumeGoes, look.availability("no pod can use the disk any more")],
    replace: [volumeAnew, look.availability("the volume is made anew: pods that use it stop meanwhile")],
    properties: {
      ...ofKubernetes,
      "spec.csi.volumeHandle, spec.nfs, spec.gcePersistentDisk, spec.local, spec.hostPath": anotherDisk,
      "spec.csi": look.data("the disk is attached or mounted in another way, as another file system maybe"),
      "spec.mountOptions": look.availability("the disk is mounted in another way"),
      "spec.persistentVolumeReclaimPolicy": toValue(
        "Retain",
        nothing.data("the disk outlives the claim from now on"),
        look.data("the disk goes with the claim from now on"),
      ),
      "spec.capacity": look.size("another size of the volume"),
    },
    otherwise: look.availability("which pods can use the volume, and where, changes"),
  },
  "kubernetes:core/v1:PersistentVolumeClaim": {
    create: nothing.data("pods can use a volume"),
    delete: [claimGoes, look.availability("no pod can use the volume any more")],
    replace: [claimAnew, look.availability("the claim is made anew: pods that use it stop meanwhile")],
    properties: {
      ...ofKubernetes,
      "spec.resources": look.size("the file system gets another size; it only ever grows, while it is used"),
      "spec.volumeName": anotherVolume,
    },
    otherwise: look.availability("how pods use the volume changes"),
  },
  "kubernetes:storage.k8s.io/v1:StorageClass": {
    create: nothing.data("a way to make volumes"),
    delete: look.availability("no volume can be made by this class; those of before stay"),
    replace: look.availability("the class is made anew; volumes of before stay as they are"),
    properties: {
      ...ofKubernetes,
      reclaimPolicy: look.data("volumes that are made from now on have another fate when their claim goes"),
      allowVolumeExpansion: look.size("whether volumes may grow changes"),
    },
    otherwise: look.availability("how volumes are made changes; those of before stay as they are"),
  },

  // ── The public address and its names ──

  "gcp:compute/address:Address, gcp:compute/globalAddress:GlobalAddress": {
    create: look.address("an address more is reserved"),
    delete: loss.address("the reserved address goes back to Google, who gives it to others"),
    replace: loss.address(
      "another address is reserved; this one goes back to Google, who gives it to others",
    ),
    properties: ofGoogle,
    otherwise: look.address("the reserved address is changed"),
  },
  "gcp:dns/recordSet:RecordSet": {
    create: look.address("the name leads somewhere"),
    delete: look.address("the name leads nowhere"),
    replace: look.address("the name leads nowhere while its record is made anew"),
    properties: { ttl: look.address("resolvers remember the record for another time") },
    otherwise: look.address("the name leads elsewhere"),
  },
  "gcp:dns/managedZone:ManagedZone": {
    create: look.address("a zone for names; it counts when the registrar names its servers"),
    delete: loss.address("all names of the zone are gone, and a new zone has other name servers"),
    replace: loss.address("all names of the zone are gone, and the new zone has other name servers"),
    properties: ofGoogle,
    otherwise: look.address("how the zone's names are answered changes"),
  },
  // Google issues one in minutes when its record is in DNS (Certificate Manager, "DNS authorizations").
  "gcp:certificatemanager/certificate:Certificate, gcp:certificatemanager/dnsAuthorization:DnsAuthorization, gcp:certificatemanager/certificateMap:CertificateMap, gcp:certificatemanager/certificateMapEntry:CertificateMapEntry":
    {
      create: look.address("a domain gets a certificate of Google's, once its DNS record is there"),
      delete: look.availability("the domain loses its certificate: browsers refuse it"),
      replace: look.availability(
        "the domain needs a new certificate; browsers refuse it until Google has issued it",
      ),
      properties: ofGoogle,
      otherwise: look.availability("the domain's certificate changes"),
    },

  // ── Where it runs ──

  "gcp:compute/network:Network, gcp:compute/subnetwork:Subnetwork": {
    create: look.access("a network more, or a part of one"),
    delete: look.availability("nothing can run in the network any more"),
    replace: look.availability(
      "the network is made anew, and with it the cluster: nothing serves meanwhile; data disks stay",
    ),
    properties: {
      ...ofGoogle,
      logConfig: nothing.rest("what is written down of the network's traffic"),
      "ipCidrRange, secondaryIpRanges": when(
        ({ change }) => change?.old === undefined,
        look.size("a range more: room for more pods or services"),
        [
          look.size("another number of nodes, pods or services finds room"),
          look.availability("ranges that are in use cannot go"),
        ],
      ),
    },
    otherwise: look.availability("how the network reaches others changes"),
  },
  "gcp:compute/router:Router, gcp:compute/routerNat:RouterNat": {
    create: look.access("machines without a public address reach the internet"),
    delete: look.availability("nodes and pods reach the internet no longer; Google's registry they still do"),
    replace: look.availability(
      "nodes and pods do not reach the internet meanwhile, and from other addresses then",
    ),
    properties: {
      ...ofGoogle,
      logConfig: nothing.rest("what is written down of the traffic"),
      "natIps, natIpAllocateOption, drainNatIps, rules": look.address(
        "pods are seen from other addresses when they ask the internet",
      ),
    },
    otherwise: look.availability("how nodes and pods reach the internet changes"),
  },
  "gcp:container/cluster:Cluster": {
    create: look.size("a cluster more, with its control plane"),
    delete: look.availability(
      "everything that runs on the cluster stops for good; data disks and addresses outside of it stay",
    ),
    replace: look.availability(
      "everything that runs on the cluster stops until the new one runs it, in half an hour or more; data disks and addresses outside of it stay",
    ),
    properties: {
      "resourceLabels, pulumiLabels, effectiveLabels": labels,
      description: words,
      "loggingConfig, monitoringConfig, costManagementConfig, notificationConfig, resourceUsageExportConfig":
        nothing.rest("what Google writes down of the cluster"),
      deletionProtection: toValue(
        true,
        nothing.availability("Google's provider refuses to delete the cluster from now on"),
        look.availability("nothing keeps the cluster from being deleted or replaced any more"),
      ),
      databaseEncryption: look.data(
        "Kubernetes' secrets are encrypted in another way; who loses the key loses them",
      ),
      "controlPlaneEndpointsConfig, masterAuthorizedNetworksConfig, privateClusterConfig": look.access(
        "who may reach the control plane changes",
      ),
      "privateClusterConfig.enablePrivateNodes": look.access(
        "whether nodes of pools that say nothing have public addresses changes",
      ),
      "masterAuth, anonymousAuthenticationConfig, authenticatorGroupsConfig, identityServiceConfig":
        look.access("who counts as whom at the control plane changes"),
      "enableLegacyAbac, rbacBindingConfig": look.access("who may have rights at the control plane changes"),
      "workloadIdentityConfig, userManagedKeysConfig": look.access("what pods count as at Google's changes"),
      binaryAuthorization: look.access("which images may run is judged by other rules, or by none"),
      // Whoever may change a service could take another one's traffic (CVE-2020-8554).
      serviceExternalIpsConfig: look.access("services may, or may not, take any address for their own"),
      "networkPolicy, enableCiliumClusterwideNetworkPolicy, enableFqdnNetworkPolicy": look.access(
        "other kinds of network policies count",
      ),
      "enableIntranodeVisibility, inTransitEncryptionConfig, disableL4LbFirewallReconciliation, dnsConfig":
        look.access("what keeps apart, or encrypts, the traffic of the cluster changes"),
      "enableShieldedNodes, securityPostureConfig, podSecurityPolicyConfig, protectConfig, allowNetAdmin":
        look.access("what nodes and pods may do, or who watches them, changes"),
      "secretManagerConfig, secretSyncConfig, fleet": look.access(
        "what the cluster shares with others changes",
      ),
      nodeLocations: [
        look.size("nodes in other zones"),
        look.availability("nodes of a zone that goes are drained; a disk there can be attached no longer"),
      ],
      "clusterAutoscaling, nodePoolAutoConfig, nodePoolDefaults, verticalPodAutoscaling, podAutoscaling":
        look.size("Google may make other nodes by itself, or other pods"),
      // A zonal control plane cannot be asked for minutes while it is changed (GKE, "Regional clusters").
      "releaseChannel, minMasterVersion, nodeVersion, gkeAutoUpgradeConfig, desiredEmulatedVersion":
        look.availability(
          "Google upgrades along another line: the control plane, not to be asked for minutes when it is zonal, then node by node",
        ),
      maintenancePolicy: look.availability("Google may upgrade control plane and nodes at other times"),
      addonsConfig: look.availability(
        "an add-on comes or goes: without its driver no disk or share can be attached",
      ),
    },
    otherwise: look.availability(
      "the cluster is changed in place; a zonal control plane cannot be asked meanwhile",
    ),
  },
  "gcp:container/nodePool:NodePool": {
    create: look.size("a pool of nodes more"),
    delete: [
      look.availability(
        "its nodes are drained and deleted: pods that may run only there stop; data disks stay",
      ),
      look.size("a pool of nodes less"),
    ],
    replace: when(
      ({ step }) => step.deleteBeforeReplace,
      look.availability(
        "its nodes are drained and deleted before the new ones come: pods that may run only there stop meanwhile; data disks stay",
      ),
      look.availability(
        "new nodes come, then the old ones are drained and deleted: each pod moves once, one with a disk or alone at its work does not serve meanwhile; data disks stay",
      ),
    ),
    properties: {
      "nodeConfig.resourceLabels": labels,
      "nodeCount, initialNodeCount": moreOrLess(look.size("more nodes"), [
        look.size("another number of nodes"),
        look.availability("nodes that go are drained: their pods move, or wait for room"),
      ]),
      autoscaling: [
        look.size("how many nodes Google may make, or take away, by itself"),
        look.availability("nodes that Google takes away are drained: their pods move, or wait for room"),
      ],
      nodeLocations: [
        look.size("nodes in other zones"),
        look.availability("nodes of a zone that goes are drained; a disk there can be attached no longer"),
      ],
      "nodeConfig.machineType": [look.size("other machines"), nodesAnew],
      "nodeConfig.diskSizeGb, nodeConfig.diskType, nodeConfig.bootDisk, nodeConfig.localSsdCount": [
        look.size("other boot disks"),
        nodesAnew,
      ],
      "nodeConfig.serviceAccount, nodeConfig.oauthScopes, nodeConfig.metadata, nodeConfig.tags": [
        look.access("what a node may do at Google's, or who may reach it, changes"),
        nodesAnew,
      ],
      "nodeConfig.workloadMetadataConfig, nodeConfig.shieldedInstanceConfig, nodeConfig.kubeletConfig": [
        look.access("what a pod gets at on its node, or what the node starts, changes"),
        nodesAnew,
      ],
      "nodeConfig.labels, nodeConfig.taints": look.availability(
        "other pods may run on the nodes; those that may not any more move or wait",
      ),
      networkConfig: look.access("how the nodes are reached, or reach others, changes"),
      "management, upgradeSettings, nodeDrainConfigs, maintenancePolicies": look.availability(
        "how nodes are repaired, upgraded or drained changes",
      ),
    },
    otherwise: nodesAnew,
  },
  "pulumi:providers:kubernetes": {
    create: nothing.rest("how Pulumi reaches a cluster"),
    delete: nothing.rest("how Pulumi reached a cluster"),
    replace: look.availability("Pulumi takes it for another cluster: everything on it is made anew there"),
    properties: {
      version: nothing.rest("another version of Pulumi's plugin"),
      "kubeconfig, context, cluster": kubeconfigChanges,
      deleteUnreachable: look.availability(
        "whether Pulumi forgets, without deleting it, what is on a cluster that does not answer",
      ),
      "enableConfigMapMutable, enableSecretMutable": look.availability(
        "ConfigMaps or Secrets change in place, or come anew again: whether pods start anew for them changes",
      ),
    },
    otherwise: look.availability("how Pulumi makes and changes everything on the cluster changes"),
  },
  "pulumi:providers:gcp, pulumi:providers:docker, pulumi:providers:random": {
    ...always(nothing.rest("how Pulumi reaches others"), {}),
    replace: look.availability("everything that is made through it is made anew"),
  },

  // ── What runs ──

  "kubernetes:apps/v1:Deployment": {
    create: look.size("pods more"),
    delete: [look.availability("its pods end: it serves no more"), look.size("pods less")],
    replace: when(
      ({ step }) => step.deleteBeforeReplace,
      look.availability("its pods end before the new ones start: it does not serve meanwhile"),
      look.availability("other pods start, then its own end"),
    ),
    properties: {
      ...ofPods(deploymentRolls),
      "spec.replicas": replicasChange,
      "spec.revisionHistoryLimit, spec.progressDeadlineSeconds": nothing.rest(
        "how the controller keeps its books",
      ),
    },
    otherwise: look.availability("how versions are rolled out, or which pods count, changes"),
  },
  "kubernetes:apps/v1:StatefulSet": {
    create: look.size("pods more"),
    delete: [
      setsClaims,
      look.availability("its pods end: it serves no more; its claims stay"),
      look.size("pods less"),
    ],
    replace: [
      setsClaims,
      look.availability(
        "all its pods end before the new ones start: it does not serve meanwhile; its claims keep what is on their volumes",
      ),
    ],
    properties: {
      ...ofPods(statefulSetRolls),
      "spec.replicas": replicasChange,
      "spec.revisionHistoryLimit": nothing.rest("how the controller keeps its books"),
      "spec.persistentVolumeClaimRetentionPolicy": look.data("whether claims go with their pods changes"),
      "spec.volumeClaimTemplates": look.data("pods that come get other claims"),
    },
    otherwise: look.availability("how versions are rolled out, or which pods count, changes"),
  },
  "kubernetes:apps/v1:DaemonSet": {
    create: look.size("a pod more on each node"),
    delete: look.availability("its pods end on every node"),
    replace: look.availability("its pods end on every node before the new ones start"),
    properties: ofPods(look.availability("its pods are renewed node by node")),
    otherwise: look.availability("how its pods are renewed changes"),
  },
  "kubernetes:batch/v1:Job, kubernetes:batch/v1:CronJob": {
    create: look.data("it runs, and may write where its pods may"),
    delete: look.availability("it runs no more; what it did stays"),
    replace: look.data("it runs once more, and may write where its pods may"),
    properties: ofKubernetes,
    otherwise: look.data("it runs otherwise, and may write where its pods may"),
  },
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": always(
    look.size("another number of pods may run"),
    ofKubernetes,
  ),
  "kubernetes:core/v1:ConfigMap": {
    ...content,
    properties: { ...ofKubernetes, 'data["nginx.conf"]': nginxText },
  },
  "kubernetes:core/v1:Secret": content,
  "kubernetes:core/v1:Namespace": {
    create: nothing.rest("an empty namespace"),
    delete: [
      look.availability("everything in the namespace is deleted with it: nothing in it serves any more"),
      look.data("claims in it go, too: a disk stays only when its volume says Retain"),
    ],
    replace: [
      look.availability(
        "everything in the namespace is deleted and made anew: nothing in it serves meanwhile",
      ),
      look.data("claims in it go, too: a disk stays only when its volume says Retain"),
    ],
    properties: {
      ...ofKubernetes,
      [podSecurity]: look.access("which pods the API server lets in is said by this label"),
    },
    otherwise: look.availability("the namespace itself is changed"),
  },
  "kubernetes:core/v1:ResourceQuota, kubernetes:core/v1:LimitRange": {
    create: look.size("a limit of what the namespace may take"),
    delete: look.size("what the namespace may take has one limit less"),
    replace: look.size("what the namespace may take has no such limit for a moment, then another one"),
    properties: ofKubernetes,
    otherwise: look.size("what the namespace, or a pod in it, may take changes; pods that run stay"),
  },
  "kubernetes:policy/v1:PodDisruptionBudget": {
    ...always(look.availability("how many of its pods maintenance may take at a time changes"), ofKubernetes),
    delete: look.availability("maintenance may take all of its pods at a time"),
    replace: look.availability("maintenance may take all of its pods at a time until it is made anew"),
  },
  "kubernetes:scheduling.k8s.io/v1:PriorityClass": {
    create: nothing.rest("a rank of pods"),
    delete: look.availability("pods that name it cannot start again"),
    replace: look.availability("pods that name it cannot start meanwhile"),
    properties: { ...ofKubernetes, description: words },
    otherwise: look.availability("which pods give way to which changes"),
  },
  // Google's registry keeps what was pushed: a Docker image that leaves the stack stays there.
  "docker:index/image:Image, docker:index/tag:Tag": always(
    nothing.rest("an image is built or named; the workload that runs it shows the restart"),
    {},
  ),
  "docker:index/registryImage:RegistryImage": {
    ...always(
      nothing.rest("an image is pushed under one more name; the workload that runs it shows the restart"),
      {},
    ),
    delete: when(
      ({ step }) => step.old?.inputs.keepRemotely === true,
      nothing.rest("the image stays in the registry"),
      look.availability("the image is deleted in the registry: pods that name it cannot start again"),
    ),
  },
  "gcp:artifactregistry/repository:Repository": {
    create: nothing.rest("an empty registry"),
    delete: look.availability(
      "every image in it is deleted: pods that name one, also of other stacks, cannot start again",
    ),
    replace: look.availability(
      "every image in it is deleted and those of today are built anew: pods that name another, also of other stacks, cannot start again",
    ),
    properties: {
      ...ofGoogle,
      "cleanupPolicies, cleanupPolicyDryRun": look.availability(
        "which images Google deletes by itself changes",
      ),
    },
    otherwise: look.availability("how images are kept changes"),
  },
  "gcp:projects/service:Service": {
    create: look.access("an API of Google's is switched on"),
    delete: look.availability(
      "the API is switched off, when it says so (disableOnDestroy): nothing that needs it works",
    ),
    replace: look.availability("the API may be off meanwhile: nothing that needs it works"),
    properties: {},
    otherwise: look.availability("what happens to the API when it leaves the stack changes"),
  },

  // ── Who may reach what ──

  "kubernetes:core/v1:Service": {
    create: serviceComes,
    delete: serviceGoes("for good"),
    replace: serviceGoes("until the new one is there"),
    properties: {
      ...ofKubernetes,
      "metadata.annotations": look.availability("Google may serve it in another way"),
      'spec.loadBalancerIP, metadata.annotations["networking.gke.io/load-balancer-ip-addresses"]':
        // Left out, the forwarding rule keeps the one that it has (Google's cloud provider for Kubernetes).
        servedAddress(
          "it has no address of its own any more, and keeps the last one only as long as it is there itself",
        ),
      'spec.type, metadata.annotations["networking.gke.io/load-balancer-type"], metadata.annotations["cloud.google.com/load-balancer-type"]':
        serviceType,
      "spec.ports": [
        look.access("it is reached at other ports, or leads to others"),
        look.availability("who asks at the last port gets no answer"),
      ],
      "spec.loadBalancerSourceRanges, spec.externalIPs": look.access("from where it is reached changes"),
      "spec.externalTrafficPolicy": look.access(
        "whether pods see their client's address changes, by which they throttle",
      ),
      "spec.selector": [
        look.access("other pods are reached through it"),
        look.availability("other pods answer, or none"),
      ],
    },
    otherwise: look.availability("how its pods are found changes"),
  },
  "kubernetes:networking.k8s.io/v1:NetworkPolicy": {
    create: look.access(
      "pods may be reached, or reach others, as this policy says; what no policy of theirs says is closed",
    ),
    delete: look.access(
      "what it allowed is closed, and pods that no other policy means are open to everybody",
    ),
    replace: look.access("it does not count for a moment, then in another way"),
    properties: {
      ...ofKubernetes,
      "spec.ingress": look.access("who may reach these pods changes"),
      "spec.egress": look.access("whom these pods may reach changes"),
    },
    otherwise: look.access("which pods the policy means, or in which direction, changes"),
  },
  "kubernetes:core/v1:ServiceAccount": {
    create: nothing.rest("an account for pods, without a right"),
    delete: look.availability("pods that run as it cannot start again"),
    replace: look.availability("pods that run as it cannot start meanwhile"),
    properties: { "metadata.labels": labels },
    otherwise: look.access("what pods that run as it may do changes"),
  },
  "kubernetes:rbac.authorization.k8s.io/v1:Role, kubernetes:rbac.authorization.k8s.io/v1:RoleBinding, kubernetes:rbac.authorization.k8s.io/v1:ClusterRole, kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding":
    always(look.access("who may do what at the control plane changes"), ofKubernetes),
  "kubernetes:gateway.networking.k8s.io/v1:Gateway": {
    create: [
      look.access("a load balancer of Google's listens"),
      look.address("it serves at the domain's address"),
    ],
    delete: [
      look.address("nothing answers at its address; a reserved one stays reserved"),
      look.availability("it serves no more"),
    ],
    replace: look.availability(
      "it does not serve until Google has made the new load balancer, which takes minutes",
    ),
    properties: {
      ...ofKubernetes,
      "metadata.annotations": look.availability("Google may serve it in another way"),
      'metadata.annotations["networking.gke.io/certmap"]': look.availability("it shows other certificates"),
      "spec.addresses": servedAddress(
        "it serves at whatever address Google gives it; the last one stays reserved",
      ),
      "spec.listeners": [
        look.access("what it listens for changes"),
        look.availability("who asks as before may get no answer"),
      ],
    },
    otherwise: look.availability("how it serves changes"),
  },
  "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute": {
    ...always(look.access("which requests lead where changes"), ofKubernetes),
    delete: [
      look.availability("requests that it led get status 404"),
      look.access("which requests lead where changes"),
    ],
    replace: [
      look.availability("requests that it leads get status 404 meanwhile"),
      look.access("which requests lead where changes"),
    ],
  },
  "kubernetes:networking.gke.io/v1:GCPBackendPolicy": {
    ...always(
      look.access("Cloud Armor judges requests, or no longer, and Google balances them otherwise"),
      ofKubernetes,
    ),
    properties: {
      ...ofKubernetes,
      "spec.default.logging": nothing.rest("what is written down of requests"),
      "spec.default.timeoutSec, spec.default.connectionDraining, spec.default.sessionAffinity, spec.default.maxRatePerEndpoint":
        look.availability("how long Google waits for an answer, or to which pod it sends a request, changes"),
    },
  },
  "kubernetes:networking.gke.io/v1:HealthCheckPolicy": {
    ...always(
      look.availability("when Google takes a pod for healthy changes: it sends nothing to others"),
      ofKubernetes,
    ),
    properties: {
      ...ofKubernetes,
      "spec.default.logConfig": nothing.rest("what is written down of health checks"),
    },
  },
  "kubernetes:networking.gke.io/v1:GCPGatewayPolicy": always(
    look.access("which TLS is spoken, or from where the load balancer is reached, changes"),
    ofKubernetes,
  ),
  "gcp:compute/sSLPolicy:SSLPolicy": always(look.access("which TLS is spoken changes")),
  "gcp:compute/securityPolicy:SecurityPolicy": {
    create: look.access("Cloud Armor has rules, for backends that name them"),
    delete: look.access("Cloud Armor judges no request by it any more"),
    replace: look.access("Cloud Armor judges no request by it for a moment"),
    properties: { ...ofGoogle, "rules.description": words },
    otherwise: look.access("which requests Cloud Armor lets through changes"),
  },
  "gcp:compute/firewall:Firewall": {
    create: look.access("a firewall rule more: it opens or closes the network's machines"),
    delete: look.access("a firewall rule less: what it closed is open, what it opened is closed"),
    replace: look.access("a firewall rule is made anew, and does not count for a moment"),
    properties: { ...ofGoogle, logConfig: nothing.rest("what is written down of the traffic") },
    otherwise: look.access("the firewall rule opens, or closes, something else"),
  },
  "gcp:serviceaccount/account:Account": {
    create: look.access("an identity more, without a role of its own"),
    delete: [
      look.access("the identity is gone with all its roles; another one of the same name has none of them"),
      look.availability("whatever runs as it, such as nodes, can do nothing at Google's any more"),
    ],
    replace: [
      look.access("another identity takes its place, with the roles that it is given anew"),
      look.availability(
        "whatever runs as it, such as nodes, can do nothing at Google's until it runs as the new one",
      ),
    ],
    properties: ofGoogle,
    otherwise: look.access("what the identity is, or whether it counts, changes"),
  },
  "gcp:projects/iAMMember:IAMMember, gcp:serviceaccount/iAMMember:IAMMember, gcp:storage/bucketIAMMember:BucketIAMMember, gcp:secretmanager/secretIamMember:SecretIamMember, gcp:artifactregistry/repositoryIamMember:RepositoryIamMember":
    {
      create: look.access("somebody may do more"),
      delete: [
        look.access("somebody may do less"),
        look.availability("what needs the role, such as pulling images, fails"),
      ],
      replace: [
        look.access("the role is taken away and given anew, to whom it names now"),
        look.availability("what needs the role, such as pulling images, fails meanwhile"),
      ],
      properties: {},
      otherwise: look.access("who may do what changes"),
    },
  "gcp:projects/iAMCustomRole:IAMCustomRole, gcp:binaryauthorization/policy:Policy, gcp:sql/user:User":
    always(look.access("who may do what changes")),
  // A pool or provider that was deleted keeps its name for 30 days (IAM, "Manage workload identity pools").
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool, gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider":
    {
      create: look.access("identities from elsewhere, such as a pipeline's, may count here"),
      delete: [
        look.access("identities from elsewhere count here no longer; the name is taken for 30 days"),
        look.availability("no pipeline that comes this way can preview or deploy"),
      ],
      replace: [
        look.access("other identities from elsewhere may count here; the last name is taken for 30 days"),
        look.availability("no pipeline that comes this way can preview or deploy meanwhile"),
      ],
      properties: ofGoogle,
      otherwise: look.access("which identities from elsewhere count here changes"),
    },

  // ── Who is told ──

  "gcp:monitoring/alertPolicy:AlertPolicy, gcp:monitoring/notificationChannel:NotificationChannel, gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig, gcp:logging/metric:Metric, gcp:billing/budget:Budget":
    {
      create: nothing.rest("somebody is told of more"),
      delete: look.availability("nobody is told of it any more"),
      replace: look.availability("nobody is told of it meanwhile"),
      properties: ofGoogle,
      otherwise: look.availability("who is told of what changes"),
    },
  "gcp:monitoring/dashboard:Dashboard": always(nothing.rest("what a dashboard shows")),
  "gcp:gkebackup/restorePlan:RestorePlan": always(look.data("how a backup would be restored changes")),

  // What it tells other stacks and people: outputs.ts.
  [stackType]: {
    ...always(outputChanges, {}),
    properties: {
      "ipAddress, domainAddress, url, dnsRecords": addressChanges,
      contractVersion: contractChanges,
    },
  },
};
