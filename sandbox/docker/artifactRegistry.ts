import type { GoogleStore, State } from "../google/store";
import { untagged, type Reference } from "./reference";

/** Artifact Registry as Docker sees it: image digests and their tags, in the Google stand-in's state. */
export class ArtifactRegistry {
  constructor(private readonly store: GoogleStore) {}

  /** The tag names the digest from now on. Throws as Artifact Registry answers without login or repository. */
  push(reference: Reference, digest: string, authenticated: boolean): void {
    this.store.update((state) => {
      const { repository, resource } = repositoryOf(reference);
      if (!authenticated)
        throw new Error(
          "denied: Unauthenticated request. Unauthenticated requests do not have permission " +
            `"artifactregistry.repositories.uploadArtifacts" on resource "${resource}" (403)`,
        );
      if (state.resources[resource] === undefined)
        throw new Error(`name unknown: Repository "${repository}" not found (404)`);
      untag(state, reference);
      const image = (state.images[`${untagged(reference)}@${digest}`] ??= { tags: [] });
      image.tags.push(reference.tag);
      image.tags.sort();
    });
  }

  /** The digest that the tag names; undefined when there is no such tag. */
  digest(reference: Reference): string | undefined {
    const found = Object.entries(this.store.read().images).find(
      ([name, { tags }]) => name.startsWith(`${untagged(reference)}@`) && tags.includes(reference.tag),
    );
    return found?.[0].split("@")[1];
  }

  /** Removes the digest with all its tags. */
  remove(reference: Reference, digest: string): void {
    this.store.update((state) => {
      delete state.images[`${untagged(reference)}@${digest}`];
    });
  }
}

function untag({ images }: State, reference: Reference): void {
  for (const [name, image] of Object.entries(images))
    if (name.startsWith(`${untagged(reference)}@`))
      image.tags = image.tags.filter((tag) => tag !== reference.tag);
}

/** `<location>-docker.pkg.dev/<project>/<repository>/<image>` */
function repositoryOf({ host, path }: Reference): { repository: string; resource: string } {
  const location = /^([a-z0-9-]+)-docker\.pkg\.dev$/.exec(host)?.[1];
  const [project, repository, image] = path.split("/");
  if (location === undefined || repository === undefined || image === undefined)
    throw new Error(
      `the Docker stand-in pushes to Artifact Registry only, as <location>-docker.pkg.dev/<project>/<repository>/<image>, not to ${host}/${path}`,
    );
  return { repository, resource: `projects/${project}/locations/${location}/repositories/${repository}` };
}
