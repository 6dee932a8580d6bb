import { lstatSync, readFileSync } from "node:fs";
import { type Verdict, verdictSchema } from "../verdict/types";

/** Bytes; what a verdict of two stacks needs many times over. */
export const largestVerdict = 4 * 2 ** 20;

/** Why there is no verdict, in words of our own: nothing of the file is in them. */
export class NoVerdict extends Error {}

/** A verdict that anybody may have written. */
export function readVerdict(file: string): Verdict {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new NoVerdict("the run has left none");
  if (!stats.isFile()) throw new NoVerdict("what the run has left is no file");
  if (stats.size > largestVerdict)
    throw new NoVerdict(`what the run has left is larger than ${largestVerdict} bytes`);
  const { success, data } = verdictSchema.safeParse(parsed(readFileSync(file, "utf8")));
  if (!success) throw new NoVerdict("what the run has left is no verdict");
  return data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
