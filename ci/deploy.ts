/** Deploys a stack: `deploy.ts <stack>`; what another stack has to have tested is taken from there. */
import { execFileSync } from "node:child_process";
import type { Stack, UpOptions } from "@pulumi/pulumi/automation";
import { imagesOf, settingsOf, testedImages, useImages } from "./images";
import { onStack, policyPacks } from "./stack";

export async function deploy(stack: Stack, options: UpOptions): Promise<void> {
  const from = imagesOf[stack.name];
  if (from !== undefined) await useImages(stack, await testedImages(stack, from));
  await stack.up(options);
}

/** What is built is pushed as whom gcloud is. */
async function letPush(stack: Stack): Promise<void> {
  const { region } = await settingsOf(stack);
  execFileSync("gcloud", ["auth", "configure-docker", `${region}-docker.pkg.dev`, "--quiet"]);
}

if (require.main === module)
  void onStack(process.argv[2], async (stack, onOutput) => {
    if (imagesOf[stack.name] === undefined) await letPush(stack);
    await deploy(stack, { onOutput, policyPacks });
    return [];
  });
