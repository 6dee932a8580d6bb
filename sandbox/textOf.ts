import { readFileSync } from "node:fs";

/** What is in the file; nothing when there is none, or when it is about a process that has ended. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
