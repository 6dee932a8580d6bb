import { symlink } from "node:fs/promises";
import { join } from "node:path";
import type { KubeClient } from "../cluster/kubeClient";

/** The Debian packages of the programs that kube-router calls. */
export const networkPolicyPackages = ["iptables", "ipset"];

/**
 * Gives the programs of the unpacked packages the names that their installation would, and returns what iptables needs
 * to find its extensions there.
 */
export async function networkPolicyEnvironment(root: string): Promise<{ XTABLES_LIBDIR: string }> {
  for (const name of ["iptables", "iptables-save", "iptables-restore"])
    await symlink("xtables-nft-multi", join(root, "usr/sbin", name)).catch(unlessThere);
  return { XTABLES_LIBDIR: join(root, "usr/lib/x86_64-linux-gnu/xtables") };
}

/** The user that kube-router is to the API server. */
export const networkPolicyUser = "sandbox:kube-router";

/** Lets kube-router read what network policies speak of. */
export async function applyNetworkPolicyRole(client: KubeClient): Promise<void> {
  const user = networkPolicyUser;
  const apiGroup = "rbac.authorization.k8s.io";
  const metadata = { name: user };
  const read = { verbs: ["get", "list", "watch"] };
  const objects = [
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "ClusterRole",
      metadata,
      rules: [
        { ...read, apiGroups: [""], resources: ["namespaces", "nodes", "pods", "services"] },
        { ...read, apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
        { ...read, apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"] },
      ],
    },
    {
      apiVersion: `${apiGroup}/v1`,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: { apiGroup, kind: "ClusterRole", name: user },
      subjects: [{ apiGroup, kind: "User", name: user }],
    },
  ];
  for (const object of objects) await client.apply(object, { fieldManager: "sandbox" });
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
