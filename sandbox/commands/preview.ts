import type { Project } from "../engine/surroundings";
import { runEngine } from "./engine";
import { commandLine, type Options } from "./options";
import { withStack } from "./sandbox";

/** Shows what `up` would do; changes nothing. */
export async function preview(project: Project, options: Options): Promise<void> {
  await withStack(project, options, commandLine("preview", options), process.stdout, (sandbox) =>
    runEngine(sandbox, "preview", (stack, run) => stack.preview(run)),
  );
}
