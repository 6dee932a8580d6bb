import { createHash } from "node:crypto";
import { copyFile, cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SandboxFolder } from "../folder";
import type { ImageRegistry } from "../images/imageRegistry";
import { Images } from "../images/images";
import type { Report } from "../toolBuild";

/** An image of one static program, whose Dockerfile is in `images/<name>`. */
interface SystemImage {
  name: string;
  program: string;
}

/**
 * Puts an image that the cluster itself needs into the sandbox's registry, unless it is there, and returns its name with
 * its digest.
 */
export async function systemImage(
  sandbox: SandboxFolder,
  registry: ImageRegistry,
  { name, program }: SystemImage,
  report: Report,
): Promise<string> {
  const dockerfile = join(__dirname, "images", name, "Dockerfile");
  const contents = await Promise.all([readFile(dockerfile), readFile(program)]);
  const tag = createHash("sha256").update(Buffer.concat(contents)).digest("hex").slice(0, 12);
  const repository = `sandbox/${name}`;
  const digest = (await registry.digest(repository, tag)) ?? (await build());
  return `${registry.name}/${repository}@${digest}`;

  async function build(): Promise<string> {
    const context = await mkdtemp(join(tmpdir(), "loklak-image-"));
    try {
      await Promise.all([
        cp(dockerfile, join(context, "Dockerfile")),
        copyFile(program, join(context, "program")),
      ]);
      const images = await Images.start(sandbox, report);
      const local = `${repository}:${tag}`;
      await images.build({
        image: name,
        name: local,
        context,
        dockerfile: join(context, "Dockerfile"),
        args: {},
      });
      return await images.push(name, local, repository, tag);
    } finally {
      await rm(context, { recursive: true, force: true });
    }
  }
}
