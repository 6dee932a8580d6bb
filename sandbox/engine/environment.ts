import type { SandboxFolder } from "../folder";
import { EngineFolder } from "./folder";

/**
 * What tools take a login, a project or a cluster of the user's own from; the Kubernetes provider's switches for one run are
 * none.
 */
const foreign =
  /^(PULUMI_(?!K8S_(DELETE_UNREACHABLE|UPSERT_EXISTING_OBJECTS)$)|GOOGLE_|GCLOUD_|CLOUDSDK_|KUBE)/;

/**
 * The environment in which the engine, its plugins and the program run: the user's own without their Pulumi, Google
 * Cloud and Kubernetes logins, and with the sandbox's commands and certificate authority in it.
 */
export function sandboxEnvironment(folder: SandboxFolder, user: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const engine = new EngineFolder(folder);
  const kept = Object.fromEntries(Object.entries(user).filter(([name]) => !foreign.test(name)));
  return {
    ...kept,
    PATH: `${folder.bin}:${user.PATH ?? ""}`,
    NO_PROXY: [user.NO_PROXY ?? user.no_proxy, "127.0.0.0/8", "127.0.0.1", "localhost"]
      .filter(Boolean)
      .join(","),
    SSL_CERT_FILE: engine.trustedCertificates,
    // A Kubernetes provider that is given no kubeconfig must not find the user's clusters.
    KUBECONFIG: "/dev/null",
    PULUMI_HOME: engine.home,
    // Without files of metadata beside the state: a kill can leave one empty, and with that no state is read any more.
    PULUMI_BACKEND_URL: `file://${engine.backend}?metadata=skip`,
    // Encrypts only what stand-ins made; a constant lets every later command read it.
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Makes an environment this process's own. */
export function enterEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
}
