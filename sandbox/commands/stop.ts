import { Screen } from "../engine/screen";
import type { Project } from "../engine/surroundings";
import { runningProcesses } from "../processes";
import { commandLine, folderOf, type Options } from "./options";
import { isSandbox, withFolder } from "./sandbox";

export interface StopOptions extends Options {
  /** Ends real pods as a failure of power would, instead of asking them first. */
  now?: boolean;
}

/** Ends the sandbox's processes, of all its stacks; nothing is lost. A folder that is no sandbox is an error. */
export async function stop(project: Project, options: StopOptions): Promise<void> {
  const { path } = folderOf(options);
  // Processes may outlive a folder that was deleted.
  if (!isSandbox(path) && runningProcesses(path).length === 0)
    throw new Error(`there is no sandbox in ${path}, and nothing of one runs`);
  const screen = new Screen(process.stdout);
  await withFolder(options, commandLine("stop", options), async (folder) => {
    await screen.step("stopped", (report) => project.stop(folder, options.now ? "now" : "ask", report));
    screen.print(`Go on with: ${commandLine("up", options)}`);
  });
}
