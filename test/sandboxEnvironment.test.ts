import assert from "node:assert/strict";
import { sandboxEnvironment } from "../sandbox/engine/environment";
import { SandboxFolder } from "../sandbox/folder";

describe("the environment of a sandbox", () => {
  it("has none of the user's logins and keeps the rest", () => {
    const environment = sandboxEnvironment(new SandboxFolder("/s"), {
      HOME: "/home/u",
      PATH: "/usr/bin",
      NO_PROXY: "intranet",
      PULUMI_ACCESS_TOKEN: "t",
      PULUMI_BACKEND_URL: "https://api",
      PULUMI_STACK: "other",
      PULUMI_K8S_DELETE_UNREACHABLE: "true",
      GOOGLE_APPLICATION_CREDENTIALS: "/k",
      CLOUDSDK_CORE_PROJECT: "p",
      KUBECONFIG: "/home/u/.kube/config",
    });
    assert.deepEqual(environment, {
      HOME: "/home/u",
      PATH: "/s/bin:/usr/bin",
      NO_PROXY: "intranet,127.0.0.0/8,127.0.0.1,localhost",
      PULUMI_K8S_DELETE_UNREACHABLE: "true",
      SSL_CERT_FILE: "/s/pulumi/trusted.crt",
      KUBECONFIG: "/dev/null",
      PULUMI_HOME: "/s/pulumi/home",
      PULUMI_BACKEND_URL: "file:///s/pulumi/backend?metadata=skip",
      PULUMI_CONFIG_PASSPHRASE: "sandbox",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    });
  });
});
