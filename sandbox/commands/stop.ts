import type { Project } from "../engine/surroundings";
import { commandLine, type Options } from "./options";
import { withSandbox } from "./sandbox";

export interface StopOptions extends Options {
  /** Ends real pods as a failure of power would, instead of asking them first. */
  now?: boolean;
}

/** Ends the sandbox's processes, of all its stacks; nothing is lost. */
export async function stop(project: Project, options: StopOptions): Promise<void> {
  await withSandbox(project, options, commandLine("stop", options), process.stdout, async (sandbox) => {
    await sandbox.screen.step("stopped", (report) =>
      sandbox.surroundings.stop(options.now ? "now" : "ask", report),
    );
    sandbox.screen.print(`Go on with: ${commandLine("up", options)}`);
  });
}
