import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackOutputs } from "../../outputs";
import { checkout } from "../../sandbox/folder";
import { projectIn } from "../../sandbox/loklak";
import { configOf, expectedFolder } from "./golden";
import { type Recorded, recordStack } from "./record";

/** The outputs of a main stack, as its golden dump has them. */
export function platform(stack: string): StackOutputs {
  const { outputs } = JSON.parse(readFileSync(join(expectedFolder, `${stack}.json`), "utf8")) as {
    outputs: StackOutputs & { kubeconfig: string | string[] };
  };
  return { ...outputs, kubeconfig: [outputs.kubeconfig].flat().join("\n") };
}

/** All that an example's program registers for one of its stacks, on the main stack of the same name. */
export async function recordExample(example: string, stack: string): Promise<Recorded[]> {
  const project = join(checkout, "examples", example);
  const folder = mkdtempSync(join(tmpdir(), "loklak-example-"));
  const startedIn = process.cwd();
  // The engine starts a program in its project.
  process.chdir(project);
  try {
    const file = join(folder, "outputs.json");
    writeFileSync(file, JSON.stringify(platform(stack)));
    const { default: program } = (await import(join(project, "index"))) as { default: () => Promise<object> };
    const config = {
      ...configOf(stack, projectIn(project)),
      [`${example}:platform`]: JSON.stringify({ file }),
    };
    return (await recordStack({ stack, config }, program)).resources;
  } finally {
    process.chdir(startedIn);
    rmSync(folder, { recursive: true });
  }
}
