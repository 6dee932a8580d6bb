/** Shows what this checkout would do to a stack as it is: `preview.ts <stack>`. */
import type { PreviewOptions, Stack } from "@pulumi/pulumi/automation";
import { imagesOf, runningImages, useImages } from "./images";
import { onStack, policyPacks } from "./stack";

/** With the images that the stack runs, where it takes them from another one: which ones come next is known at the deployment. */
export async function preview(stack: Stack, options: PreviewOptions): Promise<void> {
  const from = imagesOf[stack.name];
  if (from !== undefined) {
    const images = (await runningImages(stack)) ?? (await runningImages(stack, from));
    if (images !== undefined) await useImages(stack, images);
  }
  await stack.preview(options);
}

if (require.main === module)
  void onStack(process.argv[2], async (stack, onOutput) => {
    await preview(stack, { onOutput, policyPacks, diff: true });
    return [];
  });
