import type { Settings } from "../config/schema";
import { elasticsearchVersion } from "./elasticsearchConfig";
import type { ImageArgs } from "./kit/image";

/** The part of the configuration that says which images run. */
export type ImageSettings = Pick<Settings, "baseImages"> & {
  elasticsearch: Pick<Settings["elasticsearch"], "image">;
  loklak: Pick<Settings["loklak"], "image" | "source">;
  door: Pick<Settings["door"], "image">;
};

export const imageNames = ["elasticsearch", "loklak", "door"] as const;
export type ImageName = (typeof imageNames)[number];

/** What each image of a stack is built from, or which existing one it is. */
export function imageBuilds({
  baseImages,
  elasticsearch,
  loklak,
  door,
}: ImageSettings): Record<ImageName, Omit<ImageArgs, "registry">> {
  const bases = { MAVEN_IMAGE: baseImages.maven, JAVA_IMAGE: baseImages.java };
  const { source } = loklak;
  return {
    elasticsearch: {
      name: "elasticsearch",
      tags: [elasticsearchVersion],
      context: "images/elasticsearch",
      buildArgs: { ...bases, VERSION: elasticsearchVersion },
      existing: elasticsearch.image,
    },
    loklak: {
      name: "loklak",
      tags: [`kubernetes-${source.commit}`, `latest-kubernetes-${source.branch}`],
      context: "images/loklak",
      buildArgs: { ...bases, LOKLAK_REPOSITORY: source.repository, LOKLAK_COMMIT: source.commit },
      existing: loklak.image,
    },
    door: {
      name: "door",
      tags: ["nginx"],
      context: "images/door",
      buildArgs: { NGINX_IMAGE: baseImages.nginx },
      existing: door.image,
    },
  };
}
