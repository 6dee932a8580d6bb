import { KubeError, type KubeHttp } from "./kubeHttp";

interface Resource {
  /** The plural in paths. */
  name: string;
  kind: string;
  namespaced: boolean;
}

/** Knows how each kind is spelt in paths, as the API server tells it. */
export class KubeDiscovery {
  private readonly versions = new Map<string, Resource[]>();

  constructor(private readonly http: KubeHttp) {}

  /** Asks the server again for a kind it did not have before: a definition may have been added. */
  async resource(apiVersion: string, kind: string): Promise<Resource> {
    const known = find(this.versions.get(apiVersion), kind);
    if (known !== undefined) return known;
    this.versions.set(apiVersion, await this.load(apiVersion));
    const found = find(this.versions.get(apiVersion), kind);
    if (found === undefined) throw noMatch(apiVersion, kind);
    return found;
  }

  /** The path of a collection: in one namespace, or without one of all. */
  async path(apiVersion: string, kind: string, namespace?: string): Promise<string> {
    const { name, namespaced } = await this.resource(apiVersion, kind);
    return namespaced && namespace !== undefined
      ? `${root(apiVersion)}/namespaces/${namespace}/${name}`
      : `${root(apiVersion)}/${name}`;
  }

  private async load(apiVersion: string): Promise<Resource[]> {
    try {
      const list = await this.http.json({ method: "GET", path: root(apiVersion) });
      return (list as { resources: Resource[] }).resources;
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return [];
      throw error;
    }
  }
}

function root(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function find(resources: Resource[] | undefined, kind: string): Resource | undefined {
  return resources?.find((resource) => resource.kind === kind && !resource.name.includes("/"));
}

function noMatch(apiVersion: string, kind: string): KubeError {
  return new KubeError(404, "NoKindMatch", `the API server knows no kind ${kind} in version ${apiVersion}`);
}
