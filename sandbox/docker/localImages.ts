import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { replaceFile } from "../replaceFile";

const content = z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/));

/** What the stand-in's engine holds: a digest for each image name. It survives the process, as an engine's images do. */
export class LocalImages {
  constructor(private readonly file: string) {}

  /** Undefined when there is no such image. */
  digest(name: string): string | undefined {
    return this.read()[name];
  }

  set(name: string, digest: string): void {
    replaceFile(this.file, `${JSON.stringify({ ...this.read(), [name]: digest }, undefined, 2)}\n`);
  }

  private read(): Record<string, string> {
    if (!existsSync(this.file)) return {};
    try {
      return content.parse(JSON.parse(readFileSync(this.file, "utf8")));
    } catch (error) {
      throw new Error(
        `${this.file} does not hold the images of the Docker stand-in (${(error as Error).message}): remove it, ` +
          "the next changed build makes it again",
      );
    }
  }
}
