import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import type { CreationLog } from "../provider/handlers";
import { type PendingOperation, type ResourceState, resourceState } from "./checkpoint";
import { replaceFile } from "../replaceFile";

/**
 * A file that is there while the engine runs, so also after a run that was cut off, with the creations that the run began.
 * The state alone does not tell: an engine that loses its providers may still record as failed what they have made.
 */
export class Journal implements CreationLog {
  constructor(
    private readonly file: string,
    /** What the state says now of operations that the engine has begun. */
    private readonly pending: () => PendingOperation[],
  ) {}

  start(): void {
    replaceFile(this.file, "");
  }

  /** Makes sure that the next run does not take this one for one that ended in order. */
  keep(): void {
    appendFileSync(this.file, "");
  }

  /** The run ended in order: the engine has heard of all that was done. */
  end(): void {
    rmSync(this.file, { force: true });
  }

  begun(urn: string): void {
    const begun = this.pending().find(({ type, resource }) => type === "creating" && resource.urn === urn);
    if (begun) appendFileSync(this.file, `${JSON.stringify(begun.resource)}\n`);
  }

  failed(urn: string): void {
    appendFileSync(this.file, `${JSON.stringify({ failed: urn })}\n`);
  }

  /** The creations of the last run that nobody saw fail; undefined when that run ended in order. */
  unfinished(): ResourceState[] | undefined {
    if (!existsSync(this.file)) return undefined;
    const begun = new Map<string, ResourceState>();
    for (const line of readFileSync(this.file, "utf8").split("\n").filter(Boolean)) {
      const entry = JSON.parse(line) as { failed: string } | ResourceState;
      if ("failed" in entry) begun.delete(String(entry.failed));
      else begun.set(entry.urn, resourceState.parse(entry));
    }
    return [...begun.values()];
  }
}
