/** The name of Google's driver for persistent disks. */
export const diskDriver = "pd.csi.storage.gke.io";

/** The most disks that Google attaches to a machine of most types, less the boot disk. */
export const attachableDisks = 127;

/** The name of Google's driver for Filestore. */
export const filestoreDriver = "filestore.csi.storage.gke.io";

/** The object that GKE makes when a cluster has the add-on: nothing is attached, nodes mount by themselves. */
export const filestoreDriverObject = {
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIDriver",
  metadata: { name: filestoreDriver },
  spec: { attachRequired: false, podInfoOnMount: true, fsGroupPolicy: "File" },
};

/** The object that GKE makes when it installs the driver: its volumes must be attached before a pod can use them. */
export const csiDriver = {
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIDriver",
  metadata: { name: diskDriver },
  spec: { attachRequired: true, podInfoOnMount: false, fsGroupPolicy: "ReadWriteOnceWithFSType" },
};
