import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { readProject } from "./settings";

/** A project's program, run as Pulumi's language host runs one: in the project's folder. It has to export a function. */
export function programIn(project: string): PulumiFn {
  return async () => {
    const main = join(project, readProject(project).main);
    process.chdir(project);
    // Its packages take a second to load, which most commands need not wait for.
    const { default: program } = (await import(main)) as { default?: unknown };
    if (typeof program !== "function")
      throw new Error(
        `${main} must export a function, as \`export = main\`, for it is run twice: for the plan and for the deployment`,
      );
    return (program as PulumiFn)();
  };
}
