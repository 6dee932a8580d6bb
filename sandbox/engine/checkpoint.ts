import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { EngineFolder } from "./folder";

/** The type of the resource that holds a stack's outputs. */
export const stackType = "pulumi:pulumi:Stack";

export const resourceState = z.looseObject({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().optional(),
  id: z.string().optional(),
  provider: z.string().optional(),
  protect: z.boolean().optional(),
  /** The object is to be deleted: its replacement is there. */
  delete: z.boolean().optional(),
  /** The object is deleted: its replacement is still to come. */
  pendingReplacement: z.boolean().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
});

const checkpoint = z.looseObject({
  checkpoint: z.looseObject({
    latest: z
      .looseObject({
        resources: z.array(resourceState).nullish(),
        pending_operations: z.array(z.object({ type: z.string(), resource: resourceState })).nullish(),
        secrets_providers: z.looseObject({ state: z.looseObject({ salt: z.string().optional() }) }).nullish(),
      })
      .nullish(),
  }),
});

/** A resource as the state has it; secret values are encrypted, in an export with secrets they are in clear. */
export type ResourceState = z.infer<typeof resourceState>;

/** An operation that a killed engine had begun: `creating`, `updating`, `deleting`, … */
export interface PendingOperation {
  type: string;
  resource: ResourceState;
}

/** What a stack's state file says. */
export interface Checkpoint {
  resources: ResourceState[];
  pendingOperations: PendingOperation[];
  encryptionSalt?: string;
}

/**
 * Reads a stack's state, undefined when it was never deployed. A broken file is an error that names it and how to
 * restore it; it is left as it is.
 */
export function readCheckpoint(folder: EngineFolder, project: string, stack: string): Checkpoint | undefined {
  const file = folder.checkpoint(project, stack);
  if (!existsSync(file)) return undefined;
  const state = parseCheckpoint(file);
  if (!state) throw new Error(brokenState(file, folder.history(project, stack)));
  return state;
}

function parseCheckpoint(file: string): Checkpoint | undefined {
  try {
    const { latest } = checkpoint.parse(JSON.parse(readFileSync(file, "utf8"))).checkpoint;
    return {
      resources: latest?.resources ?? [],
      pendingOperations: latest?.pending_operations ?? [],
      encryptionSalt: latest?.secrets_providers?.state.salt,
    };
  } catch {
    return undefined;
  }
}

function brokenState(file: string, history: string): string {
  const past = existsSync(history)
    ? readdirSync(history)
        .filter((name) => name.endsWith(".checkpoint.json"))
        .sort()
        .reverse()
        .map((name) => join(history, name))
    : [];
  const backup = [`${file}.bak`, ...past].find(
    (candidate) => existsSync(candidate) && parseCheckpoint(candidate),
  );
  const remedy = backup
    ? `A backup exists. Restore it, then bring it up to date with refresh:\n  cp '${backup}' '${file}'`
    : "No readable backup exists beside it or in the history.";
  return `the state file ${file} is cut off or not a state; nothing was changed.\n${remedy}`;
}
