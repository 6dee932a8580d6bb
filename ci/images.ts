import { Stack, StackNotFoundError } from "@pulumi/pulumi/automation";
import { imageBuilds, type ImageName, imageNames } from "../components/imageBuilds";
import { imageSource } from "../components/kit/imageSource";
import { schema, type Settings } from "../config/schema";
import { ownValues } from "../config/values";
import type { StackOutputs } from "../outputs";

export type Images = StackOutputs["images"];

/** The stack that has tested what a stack runs; one that is not named here builds its own images. */
export const imagesOf: Partial<Record<string, string>> = { prod: "dev" };

/**
 * The images that another stack runs, which were built from what this checkout asks for.
 * @throws an error with all that speaks against it; nothing was changed.
 */
export async function testedImages(stack: Stack, from: string): Promise<Images> {
  const { images, imageSources } = await outputsOf(stack, from);
  if (images === undefined)
    throw new Error(`${stack.name} runs the images of ${from}, which was never deployed`);
  if (!(await isWhole(stack, from)))
    throw new Error(
      `${stack.name} runs the images of ${from}, whose last deployment did not succeed, nothing was changed: deploy ${from} again`,
    );
  const settings = await settingsOf(stack);
  const problems = imageNames.flatMap((name) =>
    problemOf(name, settings, from, images[name], imageSources?.[name]),
  );
  if (problems.length === 0) return images;
  const lines = problems.map((problem) => `  ${problem}`).join("\n");
  throw new Error(`${stack.name} cannot have the images that ${from} runs, nothing was changed:\n${lines}`);
}

/** The images that a stack runs; undefined when it was never deployed. */
export async function runningImages(stack: Stack, of = stack.name): Promise<Images | undefined> {
  return (await outputsOf(stack, of)).images;
}

/** Has the program run these images; in the stack's file of this checkout alone. */
export async function useImages(stack: Stack, images: Images): Promise<void> {
  for (const name of imageNames) await stack.setConfig(`loklak:${name}.image`, { value: images[name] }, true);
}

function problemOf(
  name: ImageName,
  settings: Settings,
  from: string,
  image: string,
  builtFrom: string | undefined,
): string[] {
  const { existing, context, buildArgs } = imageBuilds(settings)[name];
  const key = `loklak:${name}.image`;
  if (existing !== undefined)
    return existing === image ? [] : [`${key} is ${existing}, which ${from} does not run: it runs ${image}`];
  if (builtFrom === undefined)
    return [
      `${name}: ${from} did not build ${image}: take ${key} out of its configuration, or name the image here too`,
    ];
  return builtFrom === imageSource(context, buildArgs)
    ? []
    : [
        `${name}: ${from} runs ${image}, built from other sources than this commit's: deploy them to ${from} first`,
      ];
}

/** Whether the last run on a stack came to its end and succeeded: the outputs are there before the pods that they tell of are Ready. */
async function isWhole({ workspace }: Stack, name: string): Promise<boolean> {
  const last = await (await Stack.select(name, workspace)).info(false);
  const { deployment } = (await workspace.exportStack(name)) as { deployment: Deployment | null };
  // A run that was killed has left no history.
  return last?.result === "succeeded" && (deployment?.pending_operations ?? []).length === 0;
}

interface Deployment {
  pending_operations?: unknown[];
}

/** The `loklak:` keys of a stack in this checkout, defaults filled in. */
export async function settingsOf(stack: Stack): Promise<Settings> {
  const values = Object.entries(await stack.getAllConfig()).map(([key, { value }]) => [key, value]);
  return schema.parse(ownValues(Object.fromEntries(values) as Record<string, string>, "loklak"));
}

/** None of a stack that does not exist. */
async function outputsOf({ workspace }: Stack, name: string): Promise<Partial<StackOutputs>> {
  const outputs = await workspace.stackOutputs(name).catch((error: Error) => {
    if (error instanceof StackNotFoundError) return {};
    throw error;
  });
  return Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value as unknown]));
}
