import { KubeClient, KubeError, type ObjectReference } from "../cluster/kubeClient";
import { selectContext } from "./kubeconfig";
import type { Settings } from "./settings";

const unreachableHint =
  "If the cluster was deleted, its objects can be removed from the state by running again with deleteUnreachable " +
  "(PULUMI_K8S_DELETE_UNREACHABLE=true)";

/** One configured provider's way to its API server, which may not be there. */
export class Connection {
  private constructor(
    readonly settings: Settings,
    readonly defaultNamespace: string,
    private readonly connected: KubeClient | undefined,
    private readonly reason: string,
  ) {}

  /** Asks the API server once; one that does not answer is no error until it is needed. */
  static async open(settings: Settings, extraCaFile: string): Promise<Connection> {
    let namespace = settings.namespace;
    try {
      const selected = selectContext(settings);
      namespace ??= selected.namespace;
      const client = new KubeClient(selected.text, { caFile: extraCaFile });
      await client.http.text({ method: "GET", path: "/version" });
      return new Connection(settings, namespace, client, "");
    } catch (error) {
      return new Connection(settings, namespace ?? "default", undefined, (error as Error).message);
    }
  }

  get isReachable(): boolean {
    return this.connected !== undefined;
  }

  /** Throws an error with the reason when the API server did not answer. */
  get client(): KubeClient {
    if (this.connected !== undefined) return this.connected;
    throw new Error(`configured Kubernetes cluster is unreachable: ${this.reason}. ${unreachableHint}`);
  }

  /** True when the API server has the kind. */
  async hasKind({ apiVersion, kind }: Omit<ObjectReference, "metadata">): Promise<boolean> {
    try {
      await this.connected?.isNamespaced(apiVersion, kind);
      return this.isReachable;
    } catch (error) {
      if (isNoKind(error)) return false;
      throw error;
    }
  }

  /** The namespace of an object that names none; undefined for kinds outside of namespaces. */
  async namespaceFor({ apiVersion, kind }: Omit<ObjectReference, "metadata">): Promise<string | undefined> {
    if (!(await this.hasKind({ apiVersion, kind }))) return this.defaultNamespace;
    return (await this.client.isNamespaced(apiVersion, kind)) ? this.defaultNamespace : undefined;
  }
}

function isNoKind(error: unknown): boolean {
  return error instanceof KubeError && error.reason === "NoKindMatch";
}
