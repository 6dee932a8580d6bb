import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { type ResourceState, stackType } from "../sandbox/engine/checkpoint";
import type { Properties } from "./plan";

/** What in a stack's state makes the program or the engine refuse a plan before all of it is known. */
export interface Guards {
  /** URNs of what the engine does not delete. */
  protected: Set<string>;
  /** The stack's outputs, which the program holds its configuration against; none: they stayed. */
  outputs?: Properties;
}

/** A state's text without the engine's guards, and the program's if asked for, and what they are. */
export function takeGuards(
  text: string,
  { program }: { program: boolean },
): { unguarded: string; guards: Guards } {
  const state = JSON.parse(text) as {
    checkpoint: { latest: { resources?: ResourceState[] } };
  };
  const guards: Guards = { protected: new Set() };
  for (const resource of state.checkpoint.latest.resources ?? []) {
    if (resource.protect) guards.protected.add(resource.urn);
    delete resource.protect;
    if (!program || resource.type !== stackType) continue;
    guards.outputs = resource.outputs ?? {};
    resource.outputs = {};
  }
  return { unguarded: JSON.stringify(state), guards };
}

/** An event as it would be if the state had its guards. */
export function withGuards(event: EngineEvent, guards: Guards): EngineEvent {
  const { resourcePreEvent, resOutputsEvent } = event;
  const guarded = (metadata: StepEventMetadata): StepEventMetadata => {
    if (!metadata.old) return metadata;
    const old = { ...metadata.old, protect: guards.protected.has(metadata.old.urn) };
    const { outputs } = guards;
    return { ...metadata, old: outputs && metadata.type === stackType ? { ...old, outputs } : old };
  };
  return {
    ...event,
    ...(resourcePreEvent && {
      resourcePreEvent: { ...resourcePreEvent, metadata: guarded(resourcePreEvent.metadata) },
    }),
    ...(resOutputsEvent && {
      resOutputsEvent: { ...resOutputsEvent, metadata: guarded(resOutputsEvent.metadata) },
    }),
  };
}
