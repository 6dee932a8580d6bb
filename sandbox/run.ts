import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Runs a command to its end; a failure is an error with what it wrote to stderr. */
export const run = promisify(execFile);
