/** Deploys a stack: `deploy.ts <stack>`; what another stack has to have tested is taken from there. */
import type { Stack, UpOptions } from "@pulumi/pulumi/automation";
import { imagesOf, testedImages, useImages } from "./images";
import { onStack, policyPacks } from "./stack";

export async function deploy(stack: Stack, options: UpOptions): Promise<void> {
  const from = imagesOf[stack.name];
  if (from !== undefined) await useImages(stack, await testedImages(stack, from));
  await stack.up(options);
}

if (require.main === module)
  void onStack(process.argv[2], async (stack, onOutput) => {
    await deploy(stack, { onOutput, policyPacks });
    return [];
  });
