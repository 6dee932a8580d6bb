import { createRequire } from "node:module";
import { join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { readProject } from "./settings";
import type { Project } from "./surroundings";

const mainOf = (project: string): string => join(project, readProject(project).main);

/** A project's program, run as Pulumi's language host runs one: in the project's folder. It has to export a function. */
export function programIn(project: string): PulumiFn {
  return async () => {
    process.chdir(project);
    // Its packages take a second to load, which most commands need not wait for.
    const { default: program } = (await import(mainOf(project))) as { default?: unknown };
    if (typeof program !== "function")
      throw new Error(
        `${mainOf(project)} must export a function, as \`export = main\`: it is run for the plan, and again for the deployment`,
      );
    return (program as PulumiFn)();
  };
}

/** The Automation API among a project's packages. */
export function automationOf(project: string): Project["automation"] {
  return async () => {
    const main = mainOf(project);
    const resolve = () => createRequire(main).resolve("@pulumi/pulumi/automation");
    try {
      return (await import(resolve())) as Awaited<ReturnType<Project["automation"]>>;
    } catch (error) {
      throw new Error(`${main}: there is no @pulumi/pulumi for it; install its packages with npm`, {
        cause: error,
      });
    }
  };
}
