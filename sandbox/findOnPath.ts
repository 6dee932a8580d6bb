import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The absolute path of a command, as a shell would find it; undefined when there is none. */
export function findOnPath(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
