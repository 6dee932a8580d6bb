import { join, resolve } from "node:path";

/** The repository's own folder. */
export const checkout = resolve(__dirname, "..");

/** Where the binaries that all sandboxes of this checkout share are built. */
export const toolsFolder = join(checkout, ".sandbox", "tools");

/** The files of one sandbox; all paths are absolute, none needs to exist. */
export class SandboxFolder {
  readonly path: string;

  /** The default is `.sandbox/default` of the checkout. */
  constructor(path = join(checkout, ".sandbox", "default")) {
    this.path = resolve(path);
  }

  /** The Google stand-in's state. */
  get google() {
    return join(this.path, "google.json");
  }

  /** Whether images and pods are simulated or real. */
  get realism() {
    return join(this.path, "realism.json");
  }

  /** The sandbox's own certificate authority and what it signed. */
  get certificates() {
    return join(this.path, "certificates");
  }

  /** What the sandbox signs its servers with; Go programs trust it by SSL_CERT_FILE. */
  get caCertificate() {
    return join(this.certificates, "ca.crt");
  }

  /** Stand-in commands, to be put first on PATH. */
  get bin() {
    return join(this.path, "bin");
  }

  /** The bearer token that every control plane of this sandbox accepts as an administrator's. */
  get token() {
    return join(this.path, "token");
  }

  /** One folder for each control plane. */
  get clusters() {
    return join(this.path, "clusters");
  }

  /** The Docker engine that builds images, and the registry that keeps them. */
  get images() {
    return join(this.path, "images");
  }

  /** What is on disks and snapshots that real nodes have used. */
  get disks() {
    return join(this.path, "disks");
  }

  /** The engine's file backend and work directories. */
  get pulumi() {
    return join(this.path, "pulumi");
  }

  cluster(id: string) {
    return new ClusterFolder(join(this.clusters, id.replaceAll("/", "_")));
  }
}

/** The files of one control plane. */
export class ClusterFolder {
  constructor(readonly path: string) {}

  /** Its id and loopback address; written last by a creation, so a cluster without it was never complete. */
  get description() {
    return join(this.path, "cluster.json");
  }

  /** An administrator's kubeconfig, for people. */
  get kubeconfig() {
    return join(this.path, "kubeconfig");
  }

  get etcdData() {
    return join(this.path, "etcd");
  }

  /** The bearer tokens that the API server accepts. */
  get tokens() {
    return join(this.path, "tokens.csv");
  }

  get serverKey() {
    return join(this.path, "server.key");
  }

  get serverCertificate() {
    return join(this.path, "server.crt");
  }

  /** By which the API server shows itself to kubelets. */
  get kubeletClientKey() {
    return join(this.path, "kubelet-client.key");
  }

  get kubeletClientCertificate() {
    return join(this.path, "kubelet-client.crt");
  }

  /** What signs service account tokens. */
  get serviceAccountKey() {
    return join(this.path, "service-account.key");
  }

  /** One folder for each real node. */
  get nodes() {
    return join(this.path, "nodes");
  }

  get kwokStages() {
    return join(this.path, "kwok-stages.yaml");
  }

  kubeconfigOf(process: string) {
    return join(this.path, `${process}.kubeconfig`);
  }

  log(process: string) {
    return join(this.path, `${process}.log`);
  }
}
