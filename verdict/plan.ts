import type { Operation, PropertyChange } from "./types";

/** A resource's inputs or outputs, without secrets: the engine hides them in its events. */
export type Properties = Record<string, unknown>;

/** What the engine knows of a resource before or after a step. */
export interface State {
  inputs: Properties;
  outputs: Properties;
  /** The engine refuses to delete it. */
  protect: boolean;
  /** The engine forgets it without deleting it. */
  retainOnDelete: boolean;
}

/** What a plan does to one resource. */
export interface Step {
  operation: Operation;
  urn: string;
  /** As `gcp:compute/disk:Disk`. */
  type: string;
  /** Logical name. */
  name: string;
  /** None: it is made. */
  old?: State;
  /** None: it is deleted. */
  new?: State;
  /** For a replacement: whether the old one goes before the new one comes. */
  deleteBeforeReplace: boolean;
  changes: PropertyChange[];
}

/** What the engine would do to a stack, in its order. Steps that change nothing are left out, components too. */
export interface Plan {
  steps: Step[];
  /** What speaks against it: errors of the configuration, the engine and the policies, each once. */
  refusals: string[];
  /** The stack's outputs that the change adds, takes away or changes. */
  outputs: PropertyChange[];
}
