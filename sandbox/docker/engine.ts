import type { ArtifactRegistry } from "./artifactRegistry";
import type { ImageBuilder } from "./builder";
import { hostOf } from "./credentials";
import type { LocalImages } from "./localImages";
import { parseReference } from "./reference";

interface Credential {
  username?: string;
  password?: string;
}

/** What a configured Docker stand-in works with. */
export interface Engine {
  /** Relative paths of builds start here. */
  root: string;
  builder: ImageBuilder;
  local: LocalImages;
  registry: ArtifactRegistry;
  /** Registries that the provider's registryAuth logs in to. */
  authenticatedHosts: Set<string>;
}

/** Pushes what the engine holds under the name and returns its digest. */
export async function pushImage(
  { builder, local, registry }: Engine,
  name: string,
  authenticated: boolean,
): Promise<string> {
  const digest = local.digest(name);
  if (digest === undefined) throw new Error(`An image does not exist locally with the tag: ${name}`);
  const reference = parseReference(name);
  registry.push(reference, digest, authenticated);
  await builder.tag(reference, digest);
  return digest;
}

/** An Image logs in with what it is given, else with docker's own configuration. */
export function imageAuthenticates(engine: Engine, name: string, own: Credential = {}): boolean {
  return isComplete(own) || engine.authenticatedHosts.has(parseReference(name).host);
}

/** A RegistryImage logs in with what it or its provider is given; with neither it fails. */
export function registryImageAuthenticates(
  engine: Engine,
  name: string,
  own?: Credential & { address: string },
): boolean {
  const { host } = parseReference(name);
  if (own !== undefined) return hostOf(own.address) === host && isComplete(own);
  if (engine.authenticatedHosts.has(host)) return true;
  throw new Error(`no auth config found for registry ${host}: the provider's registryAuth must name it`);
}

function isComplete({ username, password }: Credential): boolean {
  return Boolean(username && password);
}
