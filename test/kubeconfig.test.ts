import assert from "node:assert/strict";
import { kubeconfig } from "../components/kit/kubeconfig";

it("kubeconfig is this text, without a credential", () => {
  assert.equal(
    kubeconfig("loklak-dev", "gke-0123.us-central1.gke.example"),
    `apiVersion: v1
kind: Config
current-context: loklak-dev
contexts:
  - name: loklak-dev
    context:
      cluster: loklak-dev
      user: loklak-dev
clusters:
  - name: loklak-dev
    cluster:
      server: https://gke-0123.us-central1.gke.example
users:
  - name: loklak-dev
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: gke-gcloud-auth-plugin
        installHint: gcloud components install gke-gcloud-auth-plugin
        interactiveMode: IfAvailable
        provideClusterInfo: true
`,
  );
});
