import { z } from "zod";
import { UNKNOWN, type CheckResult, type Properties } from "../provider/provider";
import { at } from "../provider/values";

const strings = z.record(z.string(), z.string());

const build = z.strictObject({
  context: z.string(),
  dockerfile: z.string(),
  args: strings.optional(),
  platform: z.string().optional(),
  target: z.string().optional(),
  network: z.string().optional(),
  addHosts: z.array(z.string()).optional(),
  builderVersion: z.enum(["BuilderV1", "BuilderBuildKit"]).optional(),
  cacheFrom: z.strictObject({ images: z.array(z.string()) }).optional(),
  contextDigest: z.string().optional(),
});

const credential = { username: z.string().optional(), password: z.string().optional() };

const image = z.strictObject({
  imageName: z.string(),
  build: build.partial().optional(),
  registry: z.strictObject({ server: z.string().optional(), ...credential }).optional(),
  skipPush: z.boolean(),
  buildOnPreview: z.boolean(),
});

const tag = z.strictObject({
  sourceImage: z.string(),
  targetImage: z.string(),
  tagTriggers: z.array(z.string()).optional(),
});

const registryImage = z.strictObject({
  name: z.string(),
  keepRemotely: z.boolean(),
  insecureSkipVerify: z.boolean(),
  triggers: strings.optional(),
  authConfig: z.strictObject({ address: z.string(), ...credential }).optional(),
});

/** Inputs of a checked resource, all known. */
export type BuildInputs = z.infer<typeof build>;
export type ImageInputs = Omit<z.infer<typeof image>, "build"> & { build: BuildInputs };
export type TagInputs = z.infer<typeof tag>;
export type RegistryImageInputs = z.infer<typeof registryImage>;

/** The inputs with the defaults, and what is wrong with each; what only a later `up` can tell is not judged. */
export function checkInputs(schema: z.ZodType, defaults: Properties, news: Properties): CheckResult {
  const inputs = { ...defaults, ...news };
  const issues = schema.safeParse(inputs).error?.issues ?? [];
  const failures = issues
    .filter(({ path }) => at(inputs, ...(path as string[])) !== UNKNOWN)
    .flatMap((issue) => {
      const path = issue.path.join(".");
      if (issue.code !== "unrecognized_keys") return [{ property: path, reason: issue.message }];
      return issue.keys.map((key) => ({
        property: path === "" ? key : `${path}.${key}`,
        reason: "is not supported by the Docker stand-in",
      }));
    });
  return { inputs, failures };
}

export const checkImage = (news: Properties): CheckResult =>
  checkInputs(image, { skipPush: false, buildOnPreview: false }, news);
export const checkTag = (news: Properties): CheckResult => checkInputs(tag, {}, news);
export const checkRegistryImage = (news: Properties): CheckResult =>
  checkInputs(registryImage, { keepRemotely: false, insecureSkipVerify: false }, news);
