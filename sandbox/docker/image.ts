import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  hasUnknown,
  UNKNOWN,
  type CheckContext,
  type CheckResult,
  type Properties,
} from "../provider/provider";
import { isObject, textAt } from "../provider/values";
import { contextDigest } from "./buildContext";
import { imageAuthenticates, pushImage, type Engine } from "./engine";
import { checkImage, type ImageInputs } from "./inputs";
import { parseReference, untagged } from "./reference";
import { diffInputs, type DockerResource } from "./resource";

/** docker:index/image:Image: built, and pushed under one name. */
export const image: DockerResource = {
  check,
  diff(oldInputs, news, state, { builder }) {
    const { changes } = diffInputs(oldInputs, news);
    if (changes.registry === "update" && server(oldInputs) === server(news)) delete changes.registry;
    const [, digest = ""] = textAt(state, "repoDigest").split("@");
    if (!builder.keeps(textAt(oldInputs, "imageName"), digest)) changes.build = "update";
    return { changes };
  },
  async create(inputs, engine, { preview, log }) {
    if (preview && !isBuiltInPreview(inputs)) return { id: "", outputs: inputs };
    const report = (line: string) => log("info", line);
    const outputs = await build(inputs as unknown as ImageInputs, engine, preview, report);
    return { id: preview ? "" : textAt(outputs, "imageName"), outputs };
  },
  async update(inputs, _state, engine, context) {
    return (await this.create(inputs, engine, context)).outputs;
  },
  read: (resource) => resource,
  delete: () => undefined,
};

function check(news: Properties, engine: Engine, { log }: CheckContext): CheckResult {
  const given = news.build ?? {};
  if (!isObject(given)) return checkImage(news);
  const context = (given.context ?? ".") as string;
  const dockerfile = (given.dockerfile ??
    (context === UNKNOWN ? UNKNOWN : join(context, "Dockerfile"))) as string;
  const platform = (given.platform ?? hostPlatform(log)) as string;
  const build: Properties = { ...given, context, dockerfile, platform };
  if (![context, dockerfile].some(hasUnknown)) {
    const files = locate(engine.root, context, dockerfile);
    build.contextDigest = contextDigest(files);
  }
  const result = checkImage({ ...news, build });
  if (result.failures.length === 0 && news.imageName !== UNKNOWN && news.skipPush !== true)
    parseReference(textAt(news, "imageName"));
  return result;
}

/** A Dockerfile that is not there is an error, with the path that may have been meant. */
function locate(root: string, context: string, dockerfile: string) {
  const files = { context: resolve(root, context), dockerfile: resolve(root, dockerfile) };
  if (!existsSync(files.context))
    throw new Error(`unable to hash build context: "${context}" does not exist`);
  if (existsSync(files.dockerfile)) return files;
  const inContext = join(context, dockerfile);
  const hint = existsSync(resolve(root, inContext)) ? `. Try setting \`dockerfile\` to "${inContext}"` : "";
  throw new Error(`could not open dockerfile at relative path "${dockerfile}"${hint}`);
}

function hostPlatform(log: CheckContext["log"]): string {
  const platform = `linux/${process.arch === "x64" ? "amd64" : process.arch}`;
  log(
    "info",
    `Building your image for ${platform}, this machine's architecture: set build.platform to choose`,
  );
  return platform;
}

/** What decides the build must be known. */
function isBuiltInPreview({ buildOnPreview, build, imageName }: Properties): boolean {
  return buildOnPreview === true && !hasUnknown(build) && imageName !== UNKNOWN;
}

async function build(
  { imageName, build, registry, skipPush }: ImageInputs,
  engine: Engine,
  preview: boolean,
  report: (line: string) => void,
): Promise<Properties> {
  const { context, dockerfile, args = {}, platform, target } = build;
  const files = locate(engine.root, context, dockerfile);
  const digest = await engine.builder.build({ name: imageName, files, args, platform, target, report });
  if (!preview) engine.local.set(imageName, digest);
  const pushed = !preview && !skipPush;
  if (pushed) await pushImage(engine, imageName, imageAuthenticates(engine, imageName, registry));
  return {
    ...{ imageName, baseImageName: imageName, context, dockerfile, platform },
    registryServer: registry?.server ?? "",
    repoDigest: pushed ? `${untagged(parseReference(imageName))}@${digest}` : digest,
  };
}

function server({ registry }: Properties): unknown {
  return isObject(registry) ? registry.server : undefined;
}
