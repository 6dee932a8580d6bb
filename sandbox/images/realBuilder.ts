import type { ImageBuilder } from "../docker/builder";
import { parseReference } from "../docker/reference";
import type { SandboxFolder } from "../folder";
import type { Report } from "../toolBuild";
import { hasImage } from "./imageRegistry";
import { Images } from "./images";
import { type LoklakSource, serveLoklakSource } from "./loklakSource";
import { withLocalBases } from "./standInBases";

/**
 * Builds with a Docker engine of the sandbox's own and pushes to its registry, under the path that the image has in the
 * cloud's. Engine and registry start with the first build.
 */
export function realBuilder(sandbox: SandboxFolder): ImageBuilder {
  let started: Promise<Images> | undefined;
  const start = (report: Report) => (started ??= Images.start(sandbox, report));
  let source: Promise<LoklakSource> | undefined;
  const serve = (commit: string) => (source ??= serveLoklakSource(sandbox, commit));
  return {
    async build({ name, files, args, platform, target, report }) {
      if (platform !== "linux/amd64" || target !== undefined)
        throw new Error(`${name}: the sandbox builds whole images for linux/amd64 only`);
      const { path, tag } = parseReference(name);
      const image = path.split("/").at(-1) ?? path;
      const images = await start(report);
      const given = withLocalBases(args);
      if (given.LOKLAK_COMMIT !== undefined) {
        const { repository, commit } = await serve(given.LOKLAK_COMMIT);
        Object.assign(given, { LOKLAK_REPOSITORY: repository, LOKLAK_COMMIT: commit });
      }
      await images.build({ image, name, ...files, args: given });
      return images.push(image, name, path, tag);
    },
    keeps: (name, digest) => hasImage(sandbox, parseReference(name).path, digest),
    async tag({ path, tag }, digest) {
      await (await start(() => undefined)).registry.tag(path, digest, tag);
    },
  };
}
