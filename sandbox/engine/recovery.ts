import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { z } from "zod";
import { type PendingOperation, type ResourceState, resourceState } from "./checkpoint";
import { title } from "./display";
import type { Journal } from "./journal";
import type { Surroundings } from "./surroundings";

export interface Recovery {
  stack: Stack;
  journal: Journal;
  find: Surroundings["find"];
  onEvent: (event: EngineEvent) => void;
  report: (line: string) => void;
}

/**
 * Puts right what a run that was cut off had begun: a creation that made its object is brought into the state under the
 * object's id, one that did not is dropped (pulumi stack export, pulumi stack import), and a refresh reads how all
 * objects really are.
 */
export async function recover(pending: PendingOperation[], recovery: Recovery): Promise<void> {
  const { stack, journal, onEvent, report } = recovery;
  const unfinished = journal.unfinished();
  if (pending.length === 0 && unfinished === undefined) return;
  await adoptCreations(unfinished ?? [], recovery);
  for (const { type, resource } of pending)
    if (type !== "creating") report(`${title(resource.urn)}: was interrupted while ${type}`);
  await stack.refresh({ onEvent });
  journal.end();
  report("refreshed the state after the interrupted run");
}

const exported = z.looseObject({
  resources: z.array(resourceState).default([]),
  pending_operations: z.array(z.object({ type: z.string(), resource: resourceState })).default([]),
});

async function adoptCreations(
  unfinished: ResourceState[],
  { stack, journal, find, report }: Recovery,
): Promise<void> {
  const state = await stack.exportStack();
  const deployment = exported.parse(state.deployment);
  const { resources } = deployment;
  const adoptMade = async (resource: ResourceState): Promise<boolean> => {
    const id = await find(inClear(resource, resources));
    if (id === undefined || isOthers(id, resource, resources)) return false;
    const isNew = adopt({ ...resource, id, outputs: resource.inputs }, resources);
    if (isNew) report(`${title(resource.urn)}: its interrupted creation made ${id}, which is taken over`);
    return true;
  };
  for (const { type, resource } of deployment.pending_operations)
    if (type === "creating" && resource.custom && !(await adoptMade(resource)))
      report(`${title(resource.urn)}: its interrupted creation made nothing and is forgotten`);
  for (const resource of unfinished) await adoptMade(resource);
  journal.keep();
  await stack.importStack({ ...state, deployment: { ...deployment, pending_operations: [] } });
}

/** True when the object is another resource's; ids are unique within a type only. */
export function isOthers(object: string, { type, urn }: ResourceState, resources: ResourceState[]): boolean {
  return resources.some((known) => known.id === object && known.type === type && known.urn !== urn);
}

/** Puts a created object into the state, beside or in place of what the state has under its URN; false when it is there. */
export function adopt(created: ResourceState, resources: ResourceState[]): boolean {
  if (resources.some(({ urn, id }) => urn === created.urn && id === created.id)) return false;
  const index = resources.findIndex((known) => known.urn === created.urn && !known.delete);
  const known = resources[index];
  if (known === undefined) resources.push(created);
  else if (known.pendingReplacement) resources[index] = created;
  // The old object is still there and in use: the engine deletes the unused new one and replaces once more.
  else resources.push({ ...created, delete: true });
  return true;
}

function inClear(resource: ResourceState, resources: ResourceState[]) {
  const provider = resources.find(({ urn }) => resource.provider?.startsWith(`${urn}::`));
  return {
    resource: { ...resource, inputs: withoutSecretMarks(resource.inputs ?? {}) as Record<string, unknown> },
    providerInputs: withoutSecretMarks(provider?.inputs ?? {}) as Record<string, unknown>,
  };
}

/** An exported value with its secrets in clear, as the Automation API exports them, without the marks around them. */
function withoutSecretMarks(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutSecretMarks);
  if ("plaintext" in value && typeof value.plaintext === "string") return JSON.parse(value.plaintext);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecretMarks(inner)]));
}
