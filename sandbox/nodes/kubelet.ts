import { stringify } from "yaml";
import { dnsAddress, podRange } from "./addresses";

/** The configuration of a real node's kubelet. */
export function kubeletConfig(): string {
  return stringify({
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: "/etc/kubernetes/ca.crt" },
    },
    authorization: { mode: "Webhook" },
    readOnlyPort: 0,
    clusterDNS: [dnsAddress],
    clusterDomain: "cluster.local",
    containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
    cgroupDriver: "cgroupfs",
    failCgroupV1: false,
    failSwapOn: false,
    serializeImagePulls: false,
    makeIPTablesUtilChains: false,
    volumePluginDir: "/var/lib/kubelet/volume-plugins",
    // A disk can be mounted once the node's status names it; it is sent when it changed.
    nodeStatusUpdateFrequency: "1s",
    nodeStatusReportFrequency: "5m",
    syncFrequency: "10s",
    // How full this machine's disk is says nothing about the node.
    evictionHard: { "memory.available": "100Mi", "nodefs.available": "0%", "imagefs.available": "0%" },
    imageGCHighThresholdPercent: 100,
  });
}

/** The configuration of a real node's kube-proxy. */
export function kubeProxyConfig(node: string, address: string): string {
  return stringify({
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    mode: "nftables",
    clientConnection: { kubeconfig: "/etc/kubernetes/kube-proxy.kubeconfig" },
    hostnameOverride: node,
    bindAddress: address,
    clusterCIDR: podRange,
    // Limits of the machine, which a node's network namespace cannot set.
    conntrack: { maxPerCore: 0 },
  });
}
