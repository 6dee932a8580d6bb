import { hasUnknown } from "../provider/provider";
import { checkTag, type TagInputs } from "./inputs";
import { diffInputs, type DockerResource } from "./resource";

/** docker:index/tag:Tag: a further name of an image that the engine holds; deleting it leaves both names. */
export const tag: DockerResource = {
  check: checkTag,
  diff: (oldInputs, news) => diffInputs(oldInputs, news, ["sourceImage", "targetImage", "tagTriggers"]),
  async create(inputs, { local }, { preview }) {
    if (preview || hasUnknown(inputs)) return { id: "", outputs: inputs };
    const { sourceImage, targetImage } = inputs as TagInputs;
    const digest = local.digest(sourceImage);
    if (digest === undefined)
      throw new Error(
        `failed to create docker tag: Error response from daemon: No such image: ${sourceImage}`,
      );
    local.set(targetImage, digest);
    return { id: `${sourceImage}.${targetImage}`, outputs: { ...inputs, sourceImageId: digest } };
  },
  update: async (inputs, { sourceImageId }) => ({ ...inputs, sourceImageId }),
  read: (resource) => resource,
  delete: () => undefined,
};
