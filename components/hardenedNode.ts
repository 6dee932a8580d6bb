import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";
import { NodeIdentity } from "./nodeIdentity";

/** What keeps a node's machine from whoever got into one of its pods. */
export function hardenedNode(
  identity: NodeIdentity,
  /** Encrypts the boot disk; none: Google's own key. */
  key?: pulumi.Input<string>,
): gcp.types.input.container.ClusterNodeConfig {
  return {
    imageType: "COS_CONTAINERD",
    bootDiskKmsKey: key,
    serviceAccount: identity.email,
    // What the account may do is said by its roles alone.
    oauthScopes: ["https://www.googleapis.com/auth/cloud-platform"],
    workloadMetadataConfig: { mode: "GKE_METADATA" },
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
    metadata: { "disable-legacy-endpoints": "true" },
    kubeletConfig: { insecureKubeletReadonlyPortEnabled: "FALSE", podPidsLimit: 4096, cpuCfsQuota: true },
  };
}
