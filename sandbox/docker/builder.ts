import { contentDigest, type BuildFiles } from "./buildContext";
import type { Reference } from "./reference";

/** What a build gets, all known. */
export interface BuildRequest {
  /** Under which it is pushed. */
  name: string;
  files: BuildFiles;
  args: Record<string, string>;
  platform?: string;
  target?: string;
  /** Tells people what takes long or is not what it seems. */
  report: (line: string) => void;
}

/** Makes images for the Docker stand-in. */
export interface ImageBuilder {
  /** Builds an image, keeps it where the sandbox's nodes find it, and returns its digest there. */
  build(request: BuildRequest): Promise<string>;
  /** False when an image of this digest was made by another builder, so that it must be built again. */
  keeps(name: string, digest: string): boolean;
  /** Gives an image that was built a further tag. */
  tag(reference: Reference, digest: string): Promise<void>;
}

/** Builds nothing: an image's digest is a hash of what would be built. */
export const simulatedBuilder: ImageBuilder = {
  async build({ files, args, platform, target, report }) {
    report("Docker stand-in: the digest is that of the build context, nothing is built");
    return `sha256:${contentDigest(files, { args: Object.entries(args).sort(), platform, target })}`;
  },
  keeps: () => true,
  tag: async () => undefined,
};
