import { join } from "node:path";
import { elasticsearchVersion } from "../components/elasticsearchConfig";
import { schema } from "../config/schema";
import { checkout, type SandboxFolder } from "../sandbox/folder";
import { eraseImages, Images } from "../sandbox/images/images";
import { serveLoklakSource } from "../sandbox/images/loklakSource";
import { standInBases } from "../sandbox/images/standInBases";

/** One built image: its layers' compressed sizes in MB, and seconds of a build again with nothing changed. */
export interface MeasuredImage {
  image: string;
  ownMb: number;
  baseMb: number;
  rebuildSeconds: number;
  /** What it was built from. */
  note: string;
}

/** Builds the images in the folder with a Docker engine of its own, measures them and deletes all that. */
export async function measureImages(sandbox: SandboxFolder): Promise<MeasuredImage[]> {
  const images = await Images.start(sandbox, (line) => console.error(line));
  try {
    const { repository, commit, title } = await serveLoklakSource(
      sandbox,
      schema.parse({}).loklak.source.commit,
    );
    const source = { LOKLAK_REPOSITORY: repository, LOKLAK_COMMIT: commit };
    return [
      await measure(images, "elasticsearch", { VERSION: elasticsearchVersion }, "on a stand-in base"),
      await measure(images, "loklak", source, `on a stand-in base, from ${title}`),
      await measure(images, "door", {}, "on a stand-in base", standInBases.nginx),
    ];
  } finally {
    await eraseImages(sandbox);
  }
}

async function measure(
  images: Images,
  image: string,
  args: Record<string, string>,
  note: string,
  base = standInBases.java,
): Promise<MeasuredImage> {
  const context = join(checkout, "images", image);
  const bases = {
    MAVEN_IMAGE: standInBases.maven,
    JAVA_IMAGE: standInBases.java,
    NGINX_IMAGE: standInBases.nginx,
  };
  const build = () =>
    images.build({
      image,
      name: image,
      context,
      dockerfile: join(context, "Dockerfile"),
      args: { ...bases, ...args },
    });
  await build();
  const digest = await images.push(image, image, image, "bench");
  const format = ["--format", "{{len .RootFS.Layers}}"];
  const baseLayers = Number(await images.engine.docker(["inspect", ...format, base]));
  const sizes = await images.registry.layers(image, digest);
  const megabytes = (layers: number[]) => layers.reduce((sum, size) => sum + size, 0) / 1e6;
  const start = performance.now();
  await build();
  const rebuildSeconds = (performance.now() - start) / 1000;
  const [baseMb, ownMb] = [megabytes(sizes.slice(0, baseLayers)), megabytes(sizes.slice(baseLayers))];
  return { image, ownMb, baseMb, rebuildSeconds, note };
}
