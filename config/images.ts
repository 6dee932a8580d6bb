import { Problem } from "./problems";
import { text } from "./text";

/** https://github.com/distribution/reference: what a registry takes as a host, a path and a tag. */
const host = "[a-z0-9]+([.-][a-z0-9]+)*(:\\d{1,5})?";
const part = "[a-z0-9]+([._-]+[a-z0-9]+)*";
const tag = ":\\w[\\w.-]{0,127}";
const digest = "@sha256:[0-9a-f]{64}";

/** An image of a registry by digest. */
export const imageDigest = text(
  new RegExp(`^${host}(/${part})+${digest}$`),
  "must be an image by digest: <registry>/<path>/<name>@sha256:<64 hexadecimal digits>",
);

/** An image as a Dockerfile names it. */
export const image = text(
  new RegExp(`^(${host}/)?${part}(/${part})*(${tag})?(${digest})?$`),
  "must name an image: <name>:<tag>@sha256:<64 hexadecimal digits>",
);

/** Without a user or a password: what an image is built with stays in its history. */
export const repository = text(
  /^https:\/\/[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/\w[\w.-]*)+$/i,
  "must be the https:// address of a git repository, without a password, a query or a fragment",
);

/**
 * A tag may mean another image tomorrow: the same commit would build something else.
 * @param pin the command that writes digests into images/bases.json
 */
export function pinProblems(baseImages: Record<string, string>, pin: string): Problem[] {
  return Object.entries(baseImages)
    .filter(([, value]) => !value.includes("@sha256:"))
    .map(([key, value]) => ({
      path: ["baseImages", key],
      value,
      allowed: `must be pinned by digest: \`${pin}\` does it for images/bases.json where Docker can pull them; one given here needs its digest here`,
    }));
}
