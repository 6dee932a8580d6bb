import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Properties } from "../provider/provider";
import { replaceFile } from "../replaceFile";

const properties = z.custom<Properties>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "expected an object",
);

const resource = z.strictObject({
  /** The type token, such as `gcp:compute/disk:Disk`. */
  type: z.string(),
  inputs: properties,
  outputs: properties,
  /** What Google knows and the provider does not show, such as a disk's content. */
  extra: properties.optional(),
});

const state = z.strictObject({
  version: z.literal(1),
  /** By the provider's id, such as `projects/p/zones/z/disks/n`. */
  resources: z.record(z.string(), resource),
  /** What the registry holds, by `<registry>/<repository>/<image>@sha256:…`. */
  images: z.record(z.string(), z.strictObject({ tags: z.array(z.string()) })),
});

export type StoredResource = z.infer<typeof resource>;

/** All that exists in the stand-in's cloud. */
export type State = z.infer<typeof state>;

/** The file that holds the Google Cloud stand-in's state; one process at a time writes it, any may read. */
export class GoogleStore {
  constructor(readonly file: string) {}

  /** An empty cloud when there is no file; a file that is no such state is an error. */
  read(): State {
    if (!existsSync(this.file)) return { version: 1, resources: {}, images: {} };
    const parsed = state.safeParse(this.parse());
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw this.unreadable(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}`);
  }

  /** Changes the state as a whole: a change that throws leaves the file as it was. */
  update<Result>(change: (state: State) => Result): Result {
    const changed = this.read();
    const result = change(changed);
    replaceFile(this.file, `${JSON.stringify(changed, undefined, 2)}\n`);
    return result;
  }

  private parse(): unknown {
    try {
      return JSON.parse(readFileSync(this.file, "utf8"));
    } catch (error) {
      throw this.unreadable((error as Error).message);
    }
  }

  private unreadable(why: string): Error {
    return new Error(
      `${this.file} does not hold the state of the Google Cloud stand-in (${why}): ` +
        "put back an intact copy, or move the file away to begin with an empty cloud",
    );
  }
}
