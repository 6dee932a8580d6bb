import { dirname, join } from "node:path";
import { checkout } from "../folder";
import type { GoogleStore } from "../google/store";
import type {
  CheckContext,
  CheckResult,
  CreateContext,
  Created,
  DiffResult,
  Properties,
  Provider,
  ReadResult,
  ResourceContext,
} from "../provider/provider";
import { textAt } from "../provider/values";
import { ArtifactRegistry } from "./artifactRegistry";
import { type ImageBuilder, simulatedBuilder } from "./builder";
import { authenticatedHosts } from "./credentials";
import type { Engine } from "./engine";
import { image } from "./image";
import { LocalImages } from "./localImages";
import { parseReference, untagged } from "./reference";
import { registryImage } from "./registryImage";
import { diffInputs, type DockerResource } from "./resource";
import { checkDockerSettings, parseDockerSettings } from "./settings";
import { tag } from "./tag";

const resources: Record<string, DockerResource> = {
  "docker:index/image:Image": image,
  "docker:index/registryImage:RegistryImage": registryImage,
  "docker:index/tag:Tag": tag,
};

/**
 * The stand-in for pulumi-docker; unless it is given another builder it builds nothing. Relative paths of builds start
 * at `root`, default the checkout.
 */
export function dockerProvider(
  store: GoogleStore,
  { root = checkout, builder = simulatedBuilder }: { root?: string; builder?: ImageBuilder } = {},
): () => Provider {
  return () => new DockerStandIn(store, root, builder);
}

class DockerStandIn implements Provider {
  private readonly engine: Engine;

  constructor(store: GoogleStore, root: string, builder: ImageBuilder) {
    this.engine = {
      root,
      builder,
      local: new LocalImages(join(dirname(store.file), "docker.json")),
      registry: new ArtifactRegistry(store),
      authenticatedHosts: new Set(),
    };
  }

  async checkConfig(news: Properties): Promise<CheckResult> {
    return checkDockerSettings(news);
  }

  async diffConfig(olds: Properties, news: Properties): Promise<DiffResult> {
    return diffInputs(olds, news);
  }

  async configure(config: Properties): Promise<void> {
    this.engine.authenticatedHosts = authenticatedHosts(parseDockerSettings(config).registryAuth ?? []);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    if (token !== "docker:index/getRegistryImage:getRegistryImage")
      throw new Error(`the Docker stand-in does not know the function ${token}`);
    const image = parseReference(textAt(args, "name"));
    const sha256Digest = this.engine.registry.digest(image);
    if (sha256Digest === undefined) throw new Error(`${untagged(image)}:${image.tag} is not in the registry`);
    return { id: sha256Digest, name: args.name, sha256Digest };
  }

  async check(_olds: Properties, news: Properties, context: CheckContext): Promise<CheckResult> {
    return serving(context).check(news, this.engine, context);
  }

  async diff(
    _id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: ResourceContext,
  ): Promise<DiffResult> {
    return serving(context).diff(oldInputs, news, olds, this.engine);
  }

  async create(inputs: Properties, context: CreateContext): Promise<Created> {
    return serving(context).create(inputs, this.engine, context);
  }

  async read(
    id: string,
    inputs: Properties,
    state: Properties,
    context: ResourceContext,
  ): Promise<ReadResult | undefined> {
    if (Object.keys(inputs).length === 0)
      throw new Error(`the Docker stand-in cannot import ${context.type}`);
    return serving(context).read({ id, inputs, outputs: state }, this.engine);
  }

  async update(
    _id: string,
    _oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties> {
    return serving(context).update(news, olds, this.engine, context);
  }

  async delete(_id: string, inputs: Properties, state: Properties, context: CreateContext): Promise<void> {
    serving(context).delete(inputs, state, this.engine);
  }
}

function serving({ type }: ResourceContext): DockerResource {
  const resource = resources[type];
  if (resource === undefined) throw new Error(`the Docker stand-in does not serve ${type}`);
  return resource;
}
