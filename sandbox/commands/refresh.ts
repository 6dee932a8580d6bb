import type { Project } from "../engine/surroundings";
import { runEngine } from "./engine";
import { commandLine, type Options } from "./options";
import { requireDeployed, withStack } from "./sandbox";

/** Reads how the stack's objects really are into its state. */
export async function refresh(project: Project, options: Options): Promise<void> {
  await withStack(project, options, commandLine("refresh", options), process.stdout, async (sandbox) => {
    requireDeployed(sandbox);
    await runEngine(sandbox, "refresh", (stack, run) => stack.refresh(run));
  });
}
