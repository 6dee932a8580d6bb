import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "loklak-gke/kit/namespace";
import { TargetCluster } from "loklak-gke/kit/targetCluster";
import { ContentServer } from "./contentServer";

export interface ContentVolumeArgs {
  cluster: TargetCluster;
  /** Physical name of the PersistentVolume. */
  volumeName: string;
  namespace: Namespace;
  server: ContentServer;
}

const claimName = "content";
const driver = "filestore.csi.storage.gke.io";

/** The shared content as the cluster sees it: a PersistentVolume that only one claim can have, and that claim. */
export class ContentVolume extends pulumi.ComponentResource {
  readonly claimName: pulumi.Output<string>;

  constructor(name: string, { server, ...args }: ContentVolumeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("php-farm:kubernetes:ContentVolume", name, { server, ...args }, opts);
    const namespace = args.namespace.namespaceName;
    // No class: nothing is made for a claim whose volume is missing.
    const shared = { accessModes: ["ReadWriteMany"], storageClassName: "", volumeMode: "Filesystem" };

    const volume = new kubernetes.core.v1.PersistentVolume(
      name,
      {
        metadata: { name: args.cluster.objectName(args.volumeName) },
        spec: {
          ...shared,
          capacity: { storage: pulumi.interpolate`${server.capacityGb}Gi` },
          persistentVolumeReclaimPolicy: "Retain",
          claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace, name: claimName },
          csi: {
            driver,
            volumeHandle: server.volumeHandle,
            volumeAttributes: { ip: server.ipAddress, volume: server.share },
          },
          // A node believes for three seconds what it knows of a name: so long may replicas differ after a change. Nothing
          // takes locks, and the firewall refuses the server's calls about them.
          mountOptions: ["actimeo=3", "nolock"],
        },
      },
      {
        parent: this,
        deleteBeforeReplace: true,
        // A volume whose claim went with its namespace keeps that claim's uid, and refuses any other.
        replacementTrigger: args.namespace.uid,
      },
    );
    const claim = new kubernetes.core.v1.PersistentVolumeClaim(
      name,
      {
        metadata: { name: claimName, namespace },
        // Any size will do: it gets the volume that it names, which grows without it.
        spec: { ...shared, volumeName: volume.metadata.name, resources: { requests: { storage: "1Gi" } } },
      },
      { parent: this },
    );

    this.claimName = claim.metadata.name;
    this.registerOutputs({ claimName: this.claimName });
  }
}
