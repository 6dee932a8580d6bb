import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../sandbox/folder";
import { applyChanges, type Change } from "../verdictEdits/change";

/** What a stack's program is made of. */
const parts =
  /^(components|config|images|policy|package\.json|contract\.schema\.json|Pulumi\..*yaml|[a-zA-Z]+\.ts)$/;

/** Does something with a copy of the program in which changes are made. */
export async function withEdited<T>(
  changes: Change[],
  stack: string,
  use: (tree: string) => Promise<T> | T,
): Promise<T> {
  const tree = mkdtempSync(join(tmpdir(), "loklak-edited-"));
  try {
    for (const part of readdirSync(checkout).filter((name) => parts.test(name)))
      cpSync(join(checkout, part), join(tree, part), { recursive: true });
    symlinkSync(join(checkout, "node_modules"), join(tree, "node_modules"));
    applyChanges(changes, stack, tree);
    return await use(tree);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
