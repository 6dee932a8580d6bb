/** An image's name in a registry, such as `europe-west3-docker.pkg.dev/project/repository/image:tag`. */
export interface Reference {
  host: string;
  /** Without host and tag. */
  path: string;
  tag: string;
}

/** Throws an error that names the text when it has no registry's host or is no image name. */
export function parseReference(text: string): Reference {
  const [, host, path, tag = "latest"] =
    /^((?:[a-z0-9-]+(?:\.[a-z0-9-]+)+|localhost)(?::\d+)?)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?$/.exec(
      text,
    ) ?? [];
  if (host === undefined || path === undefined)
    throw new Error(
      `"${text}" is not a fully qualified image name: it must be <registry>/<repository>/<image>:<tag>, in lower case`,
    );
  return { host, path, tag };
}

/** The image without its tag, as it stands before a digest. */
export function untagged({ host, path }: Reference): string {
  return `${host}/${path}`;
}
