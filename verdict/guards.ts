import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { ResourceState } from "../sandbox/engine/checkpoint";
import type { Properties } from "./plan";

/** What in a stack's state makes the program or the engine refuse a plan before all of it is known. */
export interface Guards {
  /** URNs of what the engine does not delete. */
  protected: Set<string>;
  /** The stack's outputs, which the program holds its configuration against. */
  outputs: Properties;
}

/** A state's text without its guards, and what they are. */
export function takeGuards(text: string): { unguarded: string; guards: Guards } {
  const state = JSON.parse(text) as {
    checkpoint: { latest: { resources: (ResourceState & { protect?: boolean })[] } };
  };
  const guards: Guards = { protected: new Set(), outputs: {} };
  for (const resource of state.checkpoint.latest.resources) {
    if (resource.protect) guards.protected.add(resource.urn);
    delete resource.protect;
    if (resource.type !== "pulumi:pulumi:Stack") continue;
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
    const isStack = metadata.type === "pulumi:pulumi:Stack";
    return { ...metadata, old: isStack ? { ...old, outputs: guards.outputs } : old };
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
