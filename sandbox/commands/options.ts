import type { StackFiles } from "../engine/settings";
import { SandboxFolder } from "../folder";
import type { How } from "../realism";

/** What every command of the sandbox takes. */
export interface Options {
  stack: string;
  /** Folder of another project whose stack it is, absolute. Default the checkout's own. */
  project?: string;
  /** Absolute. Default `.sandbox/default` of the checkout. */
  dir?: string;
  /** A file, absolute, that gets the engine's events, one JSON object a line, as `pulumi up --event-log` writes them. */
  eventLog?: string;
  /** How images are made; only `up` can change it. Default as before, at first simulated. */
  images?: How;
  /** How pods run; only `up` can change it. Default as before, at first simulated. */
  pods?: How;
  /** False: `up` and `preview` hold plans to no policy. Default true. */
  policies?: boolean;
  /** How the stack file's encrypted values are read; default refused. */
  encrypted?: StackFiles["encrypted"];
  /** `preview` goes on where a stand-in refuses a resource, so that all of the plan is seen. Default: it ends there. */
  wholePlan?: boolean;
  /** Shows the engine's debug messages and the stacks of errors. */
  debug?: boolean;
}

export const defaultStack = "dev";

export function folderOf({ dir }: Options): SandboxFolder {
  return new SandboxFolder(dir);
}

/** A command line of the same sandbox, project and stack, for people to copy. */
export function commandLine(command: string, { stack, project, dir }: Options): string {
  const name = stack === defaultStack ? "" : ` --stack ${stack}`;
  const program = project === undefined ? "" : ` --project '${project}'`;
  const folder = dir === undefined ? "" : ` --dir '${dir}'`;
  // npm's own lines would spoil what is to be read by a program.
  const silent = ["outputs", "export"].includes(command) ? "-s " : "";
  return `npm run ${silent}sandbox -- ${command}${program}${name}${folder}`;
}
