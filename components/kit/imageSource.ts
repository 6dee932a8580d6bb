import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** What an image is built from, as a hash of 64 hexadecimal digits: the same in every checkout of a commit. */
export function imageSource(context: string, buildArgs: Record<string, string>): string {
  const args = Object.entries(buildArgs).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([args, files(context, "")]))
    .digest("hex");
}

/** Path, kind and content of everything in a folder; of a file's mode what git keeps of it. */
function files(context: string, folder: string): string[][] {
  return readdirSync(join(context, folder))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const file = join(context, path);
      const stats = lstatSync(file);
      if (stats.isDirectory()) return files(context, path);
      if (stats.isSymbolicLink()) return [[path, "link", readlinkSync(file)]];
      const content = createHash("sha256").update(readFileSync(file)).digest("hex");
      return [[path, stats.mode & 0o100 ? "executable" : "file", content]];
    });
}
