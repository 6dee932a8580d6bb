import type { ResourceState } from "../engine/checkpoint";
import type { Project } from "../engine/surroundings";
import { runEngine } from "./engine";
import { commandLine, type Options } from "./options";
import { requireDeployed, withStack } from "./sandbox";

export interface DestroyOptions extends Options {
  /** Keeps the protected resources and what they need. */
  excludeProtected?: boolean;
  /** URNs: deletes only these and what depends on them. */
  target?: string[];
}

/**
 * Deletes the stack's resources; refuses before the first one when protected ones are among them. With targets the
 * engine itself refuses, before it deletes anything, when one of those is protected.
 */
export async function destroy(project: Project, options: DestroyOptions): Promise<void> {
  const { excludeProtected = false, target = [] } = options;
  await withStack(project, options, commandLine("destroy", options), process.stdout, async (sandbox) => {
    const { resources } = requireDeployed(sandbox);
    if (target.length > 0) {
      await runEngine(sandbox, "destroy", (stack, run) =>
        stack.destroy({ ...run, target, targetDependents: true }),
      );
      return;
    }
    const kept = resources.filter(({ protect }) => protect);
    if (kept.length > 0 && !excludeProtected) throw new Error(refusal(kept, options));
    await runEngine(sandbox, "destroy", (stack, run) => stack.destroy({ ...run, excludeProtected }));
    if (kept.length > 0) sandbox.screen.print(["Kept, because protected:", ...kept.map(line)].join("\n"));
  });
}

function refusal(kept: ResourceState[], options: Options): string {
  return [
    `nothing was deleted: ${kept.length} resource${kept.length > 1 ? "s are" : " is"} protected`,
    ...kept.map(line),
    `To delete everything else and keep ${kept.length > 1 ? "these" : "this one"}:`,
    `  ${commandLine("destroy --exclude-protected", options)}`,
  ].join("\n");
}

function line({ urn, id }: ResourceState): string {
  return `  ${urn.split("::").at(-1)}  ${id ?? ""}`;
}
