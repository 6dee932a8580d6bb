/** The APIs of the project that the programs ask, with what needs each. */
export const services: Record<string, string[]> = {
  "artifactregistry.googleapis.com": ["gcp:artifactregistry/"],
  // Only named in the cluster: GKE asks it before it runs a pod.
  "binaryauthorization.googleapis.com": ["gcp:container/cluster:Cluster"],
  "certificatemanager.googleapis.com": ["gcp:certificatemanager/"],
  "cloudkms.googleapis.com": ["gcp:kms/"],
  "cloudresourcemanager.googleapis.com": ["gcp:projects/", "gcp:organizations/"],
  "compute.googleapis.com": ["gcp:compute/"],
  "container.googleapis.com": ["gcp:container/"],
  // The cluster's security posture.
  "containersecurity.googleapis.com": ["gcp:container/cluster:Cluster"],
  "dns.googleapis.com": ["gcp:dns/"],
  "file.googleapis.com": ["gcp:filestore/"],
  "iam.googleapis.com": ["gcp:serviceaccount/", "gcp:iam/"],
  // A job becomes a service account by these two.
  "iamcredentials.googleapis.com": ["gcp:iam/"],
  "sts.googleapis.com": ["gcp:iam/"],
  "storage.googleapis.com": ["gcp:storage/"],
};
