import { preview } from "../../sandbox/commands/preview";
import type { Options } from "../../sandbox/commands/options";
import { projectIn } from "../../sandbox/loklak";

/** A preview that is asked for, of the project in a folder, which is absolute. */
export type PreviewRequest = Options & { project: string };

/** How it ended; undefined: without an error. */
export interface PreviewAnswer {
  error?: string;
}

/**
 * Run as a process of its own by what makes many previews: it loads the packages of a program once, for all of them, which takes
 * longer than a preview.
 */
process.on("message", (options: PreviewRequest) => {
  void preview({ ...projectIn(options.project), encrypted: options.encrypted }, options)
    .then((): PreviewAnswer => ({}))
    .catch((error: Error): PreviewAnswer => ({ error: error.message }))
    .then((answer) => process.send?.(answer));
});
process.on("disconnect", () => process.exit());
// What a program throws is reported by the engine, which listens while one runs.
for (const event of ["uncaughtException", "unhandledRejection"]) process.on(event, () => undefined);
