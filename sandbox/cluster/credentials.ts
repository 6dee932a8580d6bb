import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import type { ClusterFolder, SandboxFolder } from "../folder";
import { stringify } from "yaml";
import { apiServerAddress } from "../nodes/addresses";
import { replaceFile } from "../replaceFile";
import { ensureAuthority, signClient, signServer } from "./certificates";
import { ports } from "./controlPlaneArguments";

/** Who talks to the API server; groups as RBAC's built-in bindings name them. */
const components = {
  "kube-controller-manager": { user: "system:kube-controller-manager", group: "" },
  "kube-scheduler": { user: "system:kube-scheduler", group: "" },
  kwok: { user: "sandbox:kwok", group: "system:masters" },
  controllers: { user: "sandbox:stand-in-controllers", group: "system:masters" },
};

/** How pods call the API server. */
const apiServerNames = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];

const secret = { mode: 0o600 };

/** The bearer token of the sandbox's administrator, the same for all its control planes; made when it is not there. */
export async function ensureToken(folder: SandboxFolder): Promise<string> {
  if (existsSync(folder.token)) return readFile(folder.token, "utf8");
  const token = newToken();
  replaceFile(folder.token, token, secret.mode);
  return token;
}

/** Writes what the processes of a new control plane trust each other by: certificate, keys, tokens and kubeconfigs. */
export async function writeCredentials(
  folder: SandboxFolder,
  cluster: ClusterFolder,
  address: string,
): Promise<void> {
  await ensureAuthority(folder);
  const files = { key: cluster.serverKey, certificate: cluster.serverCertificate };
  await signServer(folder, { addresses: [address, apiServerAddress], names: apiServerNames, ...files });
  await signClient(folder, {
    user: "kube-apiserver",
    group: "system:masters",
    key: cluster.kubeletClientKey,
    certificate: cluster.kubeletClientCertificate,
  });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(cluster.serviceAccountKey, privateKey.export({ type: "sec1", format: "pem" }), secret);

  const server = `https://${address}:${ports.apiServer}`;
  const ca = await readFile(folder.caCertificate, "utf8");
  const admin = await ensureToken(folder);
  const tokens = [`${admin},sandbox-admin,sandbox-admin,system:masters\n`];
  await writeFile(cluster.kubeconfig, kubeconfigText({ server, ca }, { token: admin }), secret);
  for (const [component, { user, group }] of Object.entries(components)) {
    const token = newToken();
    tokens.push(`${token},${user},${user},${group}\n`);
    await writeFile(cluster.kubeconfigOf(component), kubeconfigText({ server, ca }, { token }), secret);
  }
  await writeFile(cluster.tokens, tokens.join(""), secret);
}

function newToken(): string {
  return randomBytes(24).toString("hex");
}

/** How to call an API server. */
export interface ApiServer {
  /** Such as `https://198.18.0.1:6443`. */
  server: string;
  /** The certificate of the authority that signed its own, PEM. */
  ca: string;
  /** The name in its certificate; default the host of `server`. */
  serverName?: string;
}

/** A kubeconfig with one context, `sandbox`. */
export function kubeconfigText(
  { server, ca, serverName }: ApiServer,
  user: { token: string } | { tokenFile: string } | { "client-certificate": string; "client-key": string },
): string {
  const cluster = {
    server,
    "certificate-authority-data": Buffer.from(ca).toString("base64"),
    ...(serverName === undefined ? {} : { "tls-server-name": serverName }),
  };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "sandbox",
    contexts: [{ name: "sandbox", context: { cluster: "sandbox", user: "sandbox" } }],
    clusters: [{ name: "sandbox", cluster }],
    users: [{ name: "sandbox", user }],
  };
  // As a block, a text of blanks and line ends loses its blanks.
  return stringify(config, { blockQuote: false });
}
