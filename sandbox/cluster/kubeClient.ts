import { KubeDiscovery } from "./kubeDiscovery";
import { KubeError, KubeHttp, type KubeRequest } from "./kubeHttp";
import type {
  ApplyOptions,
  CallOptions,
  DeleteOptions,
  KubeObject,
  ListOptions,
  ObjectReference,
  PatchOptions,
  WatchEvent,
  WatchOptions,
  WriteOptions,
} from "./kubeObject";
import { Kubeconfig, type KubeconfigOptions } from "./kubeconfig";

export { KubeError } from "./kubeHttp";
export type * from "./kubeObject";

/**
 * Kubernetes' verbs for objects of any kind, as plain JSON (typed clients drop fields they do not know).
 * A refused call throws a {@link KubeError}.
 */
export class KubeClient {
  /** For paths that are not objects, such as /readyz. */
  readonly http: KubeHttp;
  private readonly discovery: KubeDiscovery;

  constructor(kubeconfig: string, options: KubeconfigOptions = {}) {
    this.http = new KubeHttp(new Kubeconfig(kubeconfig, options));
    this.discovery = new KubeDiscovery(this.http);
  }

  /** Undefined when there is no such object. */
  async get<T = KubeObject>(object: ObjectReference, options: CallOptions = {}): Promise<T | undefined> {
    return unlessNotFound(this.send<T>("GET", object, options));
  }

  /** All objects of a kind, and the version from which a watch goes on. */
  async list<T = KubeObject>(apiVersion: string, kind: string, options: ListOptions = {}) {
    const { namespace, signal, ...query } = options;
    const path = await this.discovery.path(apiVersion, kind, namespace);
    const answer = await this.http.json({ method: "GET", path, query, signal });
    const { items, metadata } = answer as { items: T[]; metadata: { resourceVersion: string } };
    return {
      items: items.map((item) => ({ apiVersion, kind, ...item })),
      resourceVersion: metadata.resourceVersion,
    };
  }

  async create<T extends ObjectReference>(object: T, options: WriteOptions = {}): Promise<T> {
    const path = await this.collection(object);
    return (await this.http.json({ method: "POST", path, body: object, ...written(options) })) as T;
  }

  /** Server-side apply; a field that the kind does not have is an error. */
  async apply<T extends ObjectReference>(object: T, options: ApplyOptions): Promise<T> {
    const { query, signal } = written(options);
    return this.send<T>("PATCH", object, {
      query: { ...query, force: options.force ?? false },
      body: object,
      contentType: "application/apply-patch+yaml",
      signal,
    });
  }

  async patch<T = KubeObject>(
    object: ObjectReference,
    patch: object,
    options: PatchOptions = {},
  ): Promise<T> {
    const type = options.type ?? "merge";
    const contentType =
      type === "strategic" ? "application/strategic-merge-patch+json" : `application/${type}-patch+json`;
    return this.send<T>(
      "PATCH",
      object,
      { ...written(options), body: patch, contentType },
      options.subresource,
    );
  }

  /** Starts the deletion; succeeds when the object is already gone. */
  async delete(object: ObjectReference, options: DeleteOptions = {}): Promise<void> {
    const { uid, propagationPolicy, gracePeriodSeconds } = options;
    const preconditions = uid === undefined ? undefined : { uid };
    const body = {
      apiVersion: "v1",
      kind: "DeleteOptions",
      propagationPolicy,
      gracePeriodSeconds,
      preconditions,
    };
    await unlessNotFound(this.send("DELETE", object, { ...written(options), body }));
  }

  /** Asks for a pod's eviction; a disruption budget that forbids it is an error with status 429. */
  async evict(pod: ObjectReference): Promise<void> {
    const { name, namespace } = pod.metadata;
    const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    await unlessNotFound(this.send("POST", pod, { body, retry: false }, "eviction"));
  }

  /** Ends when the server ends it (after some minutes); a version that is too old is an error with status 410. */
  async *watch<T = KubeObject>(apiVersion: string, kind: string, options: WatchOptions = {}) {
    const { namespace, signal, ...rest } = options;
    const path = await this.discovery.path(apiVersion, kind, namespace);
    const query = { ...rest, watch: true, allowWatchBookmarks: true };
    for await (const line of this.http.lines({ method: "GET", path, query, signal })) {
      const event = JSON.parse(line) as WatchEvent<T> | { type: "ERROR"; object: ApiStatus };
      if (event.type === "ERROR")
        throw new KubeError(event.object.code, event.object.reason, event.object.message);
      yield event;
    }
  }

  /** True when objects of the kind live in a namespace; a kind that the server does not have is an error. */
  async isNamespaced(apiVersion: string, kind: string): Promise<boolean> {
    return (await this.discovery.resource(apiVersion, kind)).namespaced;
  }

  private collection({ apiVersion, kind, metadata }: ObjectReference): Promise<string> {
    return this.discovery.path(apiVersion, kind, metadata.namespace ?? "default");
  }

  private async send<T>(
    method: KubeRequest["method"],
    object: ObjectReference,
    rest: Omit<KubeRequest, "method" | "path">,
    subresource?: string,
  ): Promise<T> {
    const item = `${await this.collection(object)}/${encodeURIComponent(object.metadata.name)}`;
    const path = subresource === undefined ? item : `${item}/${subresource}`;
    return (await this.http.json({ method, path, ...rest })) as T;
  }
}

interface ApiStatus {
  code: number;
  reason: string;
  message: string;
}

function written({ dryRun, fieldManager, signal }: WriteOptions) {
  return { query: { dryRun: dryRun ? "All" : undefined, fieldManager, fieldValidation: "Strict" }, signal };
}

async function unlessNotFound<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubeError && error.reason === "NotFound") return undefined;
    throw error;
  }
}
