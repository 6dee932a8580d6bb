import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { useGitModes } from "./gitModes";
import { imageSource } from "./imageSource";
import { Registry } from "./registry";

export interface ImageArgs {
  /** Name in the registry. */
  name: string;
  registry: Registry;
  /** Tags it is pushed under, at least one. */
  tags: [string, ...string[]];
  /** Folder with the Dockerfile and what it copies, relative to the folder of the project, in which Pulumi runs the program. */
  context: string;
  buildArgs: Record<string, string>;
  /** An image to use as it is, by digest; then nothing is built and no Docker engine is asked. */
  existing?: string;
}

/** A container image: built and pushed to the stack's registry, or an existing one. */
export class Image extends pulumi.ComponentResource {
  /** By digest, as workloads name it. */
  readonly reference: pulumi.Output<string>;
  /** What it is built from, as a hash; undefined for an existing one. */
  readonly source?: string;

  constructor(name: string, args: ImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:docker:Image", name, args, opts);
    if (args.existing === undefined) this.source = imageSource(args.context, args.buildArgs);
    const reference = args.existing ?? this.build(name, args);
    this.reference = pulumi.all([reference, args.registry.pullAccess]).apply(([digest]) => digest);
    this.registerOutputs({ reference: this.reference });
  }

  private build(name: string, args: ImageArgs): pulumi.Output<string> {
    const [tag, ...others] = args.tags.map(
      (text) => pulumi.interpolate`${args.registry.uri}/${args.name}:${text}`,
    );
    const child = { parent: this, provider: args.registry.pusher() };
    useGitModes(args.context);

    const image = new docker.Image(
      name,
      {
        imageName: tag ?? "",
        build: {
          context: args.context,
          dockerfile: `${args.context}/Dockerfile`,
          // Also on a machine of another architecture: it is what the nodes run.
          platform: "linux/amd64",
          args: args.buildArgs,
        },
      },
      child,
    );
    // An Image pushes one name; a further one is a tag on what it left in the engine, pushed by itself.
    others.forEach((targetImage, i) => {
      const further = new docker.Tag(
        `${name}-${i + 1}`,
        { sourceImage: image.imageName, targetImage, tagTriggers: [image.repoDigest] },
        child,
      );
      new docker.RegistryImage(
        `${name}-${i + 1}`,
        { name: further.targetImage, keepRemotely: true, triggers: { digest: image.repoDigest } },
        child,
      );
    });
    return image.repoDigest;
  }
}
