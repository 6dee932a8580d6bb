import type { ClusterFolder } from "../folder";
import type { ClusterDescription } from "./clusterDescription";
import { NodeAddresses, serviceRange } from "../nodes/addresses";

/** The ports of a control plane, on its own loopback address. */
export const ports = { etcd: 2379, etcdPeer: 2380, apiServer: 6443 };

/** What a control plane is started with, one list of arguments for each process. */
export function controlPlaneArguments(
  cluster: ClusterFolder,
  { address, nodeNetwork }: ClusterDescription,
  caCertificate: string,
) {
  const { serverCertificate, serverKey, serviceAccountKey } = cluster;
  const etcd = `https://${address}:${ports.etcd}`;
  const etcdPeer = `https://${address}:${ports.etcdPeer}`;
  return {
    etcd: [
      "--name=sandbox",
      `--data-dir=${cluster.etcdData}`,
      `--listen-client-urls=${etcd}`,
      `--advertise-client-urls=${etcd}`,
      `--listen-peer-urls=${etcdPeer}`,
      `--initial-advertise-peer-urls=${etcdPeer}`,
      `--initial-cluster=sandbox=${etcdPeer}`,
      "--client-cert-auth",
      `--trusted-ca-file=${caCertificate}`,
      `--cert-file=${serverCertificate}`,
      `--key-file=${serverKey}`,
      "--peer-client-cert-auth",
      `--peer-trusted-ca-file=${caCertificate}`,
      `--peer-cert-file=${serverCertificate}`,
      `--peer-key-file=${serverKey}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
    ],
    "kube-apiserver": [
      `--etcd-servers=${etcd}`,
      `--etcd-cafile=${caCertificate}`,
      `--etcd-certfile=${serverCertificate}`,
      `--etcd-keyfile=${serverKey}`,
      `--bind-address=${address}`,
      `--secure-port=${ports.apiServer}`,
      ...advertised(nodeNetwork),
      `--tls-cert-file=${serverCertificate}`,
      `--tls-private-key-file=${serverKey}`,
      `--service-cluster-ip-range=${serviceRange}`,
      "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
      `--service-account-key-file=${serviceAccountKey}`,
      `--service-account-signing-key-file=${serviceAccountKey}`,
      `--token-auth-file=${cluster.tokens}`,
      `--client-ca-file=${caCertificate}`,
      `--kubelet-client-certificate=${cluster.kubeletClientCertificate}`,
      `--kubelet-client-key=${cluster.kubeletClientKey}`,
      "--kubelet-preferred-address-types=InternalIP",
      "--authorization-mode=Node,RBAC",
      "--enable-admission-plugins=NodeRestriction",
      // Pod Security decides, as in GKE.
      "--allow-privileged=true",
      "--profiling=false",
    ],
    "kube-controller-manager": [
      `--kubeconfig=${cluster.kubeconfigOf("kube-controller-manager")}`,
      "--leader-elect=false",
      "--secure-port=0",
      "--use-service-account-credentials=true",
      `--service-account-private-key-file=${serviceAccountKey}`,
      `--root-ca-file=${caCertificate}`,
      "--kube-api-qps=200",
      "--kube-api-burst=400",
      "--profiling=false",
    ],
    "kube-scheduler": [
      `--kubeconfig=${cluster.kubeconfigOf("kube-scheduler")}`,
      "--leader-elect=false",
      "--secure-port=0",
      "--profiling=false",
    ],
    kwok: [
      `--kubeconfig=${cluster.kubeconfigOf("kwok")}`,
      `--config=${cluster.kwokStages}`,
      "--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake",
      // Without leases the nodes turn NotReady after a while, and no pod becomes Ready again.
      "--node-lease-duration-seconds=40",
    ],
  };
}

/** Where the service `kubernetes` leads: to no loopback address, which is not allowed, and without real pods nowhere. */
function advertised(nodeNetwork: number | undefined): string[] {
  if (nodeNetwork === undefined) return ["--advertise-address=192.0.2.1", "--endpoint-reconciler-type=none"];
  return [`--advertise-address=${new NodeAddresses(nodeNetwork).gateway}`];
}
