import { Screen } from "../engine/screen";
import type { Project } from "../engine/surroundings";
import { commandLine, type Options } from "./options";
import { withFolder } from "./sandbox";

export interface StopOptions extends Options {
  /** Ends real pods as a failure of power would, instead of asking them first. */
  now?: boolean;
}

/** Ends the sandbox's processes, of all its stacks; nothing is lost. */
export async function stop(project: Project, options: StopOptions): Promise<void> {
  const screen = new Screen(process.stdout);
  await withFolder(options, commandLine("stop", options), async (folder) => {
    await screen.step("stopped", (report) => project.stop(folder, options.now ? "now" : "ask", report));
    screen.print(`Go on with: ${commandLine("up", options)}`);
  });
}
