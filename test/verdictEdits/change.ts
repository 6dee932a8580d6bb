import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { replaceFile } from "../../sandbox/replaceFile";

/** A configuration key, such as `elasticsearch.diskSizeGb`, with its new value; undefined takes it away. */
interface Setting {
  key: string;
  value: unknown;
}

/** A text of one of the program's files and what takes its place. */
interface TextChange {
  file: string;
  find: string;
  replace: string;
}

export type Change = Setting | TextChange;

/** `key` is one of the `loklak:` namespace, or `gcp:project`. */
export const set = (key: string, value: unknown): Setting => ({ key, value });

export const text = (file: string, find: string, replace: string): TextChange => ({ file, find, replace });

/** Adds lines behind a text that the file has. */
export const behind = (file: string, find: string, added: string): TextChange =>
  text(file, find, `${find}\n${added}`);

/** Makes the changes in a copy of the program. */
export function applyChanges(changes: Change[], stack: string, tree: string): void {
  for (const change of changes) {
    if ("key" in change) configure(change, join(tree, `Pulumi.${stack}.yaml`));
    else edit(change, join(tree, change.file));
  }
}

function configure({ key, value }: Setting, file: string): void {
  const document = parseDocument(readFileSync(file, "utf8"));
  const [section = "", ...path] = key.split(".");
  const at = ["config", section.includes(":") ? section : `loklak:${section}`, ...path];
  if (value === undefined) document.deleteIn(at);
  else document.setIn(at, document.createNode(value));
  replaceFile(file, String(document));
}

/** A text that is not there, or more than once, is an error: the edit would not be what its name says. */
function edit({ file, find, replace }: TextChange, path: string): void {
  const [before, after, ...more] = readFileSync(path, "utf8").split(find);
  if (after === undefined || more.length > 0) throw new Error(`${file} must have this exactly once: ${find}`);
  replaceFile(path, `${before}${replace}${after}`);
}
