import { yaml } from "./yaml";

/**
 * A kubeconfig without any credential: kubectl and Pulumi get a short-lived token from gke-gcloud-auth-plugin.
 * @param name what kubectl shows as context
 * @param endpoint the cluster's DNS endpoint; its certificate is signed by a public authority
 */
export function kubeconfig(name: string, endpoint: string): string {
  return yaml({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server: `https://${endpoint}` } }],
    users: [
      {
        name,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            installHint: "gcloud components install gke-gcloud-auth-plugin",
            interactiveMode: "IfAvailable",
            provideClusterInfo: true,
          },
        },
      },
    ],
  });
}
