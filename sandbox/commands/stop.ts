import type { Project } from "../engine/surroundings";
import { commandLine, type Options } from "./options";
import { withSandbox } from "./sandbox";

/** Ends the sandbox's processes, of all its stacks; nothing is lost. */
export async function stop(project: Project, options: Options): Promise<void> {
  await withSandbox(project, options, commandLine("stop", options), process.stdout, async (sandbox) => {
    await sandbox.screen.step("stopped", () => sandbox.surroundings.stop());
    sandbox.screen.print(`Go on with: ${commandLine("up", options)}`);
  });
}
