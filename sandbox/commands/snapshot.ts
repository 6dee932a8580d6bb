import { join, relative } from "node:path";
import { stackType } from "../engine/checkpoint";
import type { Project } from "../engine/surroundings";
import { commandLine, type Options } from "./options";
import { printTitle, requireDeployed, withStack } from "./sandbox";

/** Makes the snapshots that the cloud's schedules make when their time comes. */
export async function snapshot(project: Project, options: Options): Promise<void> {
  await withStack(project, options, commandLine("snapshot", options), process.stdout, async (sandbox) => {
    const { outputs = {} } = requireDeployed(sandbox).resources.find(({ type }) => type === stackType) ?? {};
    printTitle(sandbox);
    sandbox.screen.print("");
    const steps = {
      file: relative(process.cwd(), join(project.folder, `Pulumi.${options.stack}.yaml`)),
      up: commandLine("up", options),
    };
    for (const line of await sandbox.surroundings.snapshot(outputs, steps)) sandbox.screen.print(line);
  });
}
