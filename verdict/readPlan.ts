import type {
  EngineEvent,
  OpType,
  StepEventMetadata,
  StepEventStateMetadata,
} from "@pulumi/pulumi/automation";
import { propertyChanges, valueChanges } from "../sandbox/engine/changes";
import { stackType } from "../sandbox/engine/checkpoint";
import { title } from "../sandbox/engine/display";
import { type PolicyPack, violationIn } from "../sandbox/engine/policies";
import type { Plan, State, Step } from "./plan";
import type { Operation, PropertyChange } from "./types";

/** What the engine's events of a preview say it would do. `policies` are those that the sandbox holds a plan to by itself. */
export function readPlan(events: EngineEvent[], policies?: PolicyPack): Plan {
  return { steps: stepsIn(events), refusals: refusalsIn(events, policies), outputs: outputsIn(events) };
}

/** What the engine and the policies have against it, each once. */
export function refusalsIn(events: EngineEvent[], policies?: PolicyPack): string[] {
  const said = events.flatMap((event) => {
    const violation = violationIn(event, policies);
    if (violation) return [`policy ${violation.policy}: ${title(violation.urn)}: ${violation.message}`];
    const { severity, message = "", urn = "" } = event.diagnosticEvent ?? {};
    const text = withoutAdvice(message.trim());
    if (severity !== "error" || /^((update|preview) (failed|canceled))?$/.test(text)) return [];
    return [urn === "" || urn.includes(`${stackType}::`) ? text : `${title(urn)}: ${text}`];
  });
  // What one event tells again, with its cause or its place before it, is the same refusal.
  return [...new Set(said)].filter((text) => !said.some((other) => other !== text && other.includes(text)));
}

/** Without what the engine advises, which is how to lose what is protected, and where in other people's code an exception was. */
function withoutAdvice(message: string): string {
  return message
    .replace(/^Preview failed: /, "")
    .replace(/ To unprotect the resource, [^]*$/, "")
    .replace(/\n +at .*(\(|\/)(node:|.*\/node_modules\/).*/g, "");
}

/** By URN, in the order in which the engine begins with them. */
function stepsIn(events: EngineEvent[]): Step[] {
  const byUrn = new Map<string, Map<OpType, StepEventMetadata>>();
  // What the provider answers comes after what the engine asks of it, if it comes at all.
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const { metadata } = resourcePreEvent ?? resOutputsEvent ?? {};
    if (!metadata || (metadata.new ?? metadata.old)?.custom !== true) continue;
    const ofUrn = byUrn.get(metadata.urn) ?? new Map<OpType, StepEventMetadata>();
    byUrn.set(metadata.urn, ofUrn.set(metadata.op, metadata));
  }
  return [...byUrn.values()].flatMap((ofUrn) => stepOf(ofUrn) ?? []);
}

function stepOf(ofUrn: Map<OpType, StepEventMetadata>): Step | undefined {
  const ops = [...ofUrn.keys()];
  const main = ofUrn.get("replace") ?? [...ofUrn.values()].find(({ op }) => op in operations);
  if (!main) return forSame(ofUrn.get("same"));
  const operation = main.op === "delete" && main.old?.retainOnDelete ? "forget" : operations[main.op]!;
  if (isProvider(main.type) && (operation === "create" || operation === "delete")) return undefined;
  const isGone = operation === "delete" || operation === "forget";
  const planned = ofUrn.get("create-replacement") ?? main;
  return {
    operation,
    ...identity(main),
    old: operation === "create" ? undefined : stateOf(main.old),
    new: isGone ? undefined : stateOf(planned.new),
    deleteBeforeReplace:
      ops.includes("delete-replaced") && ops.indexOf("delete-replaced") < ops.indexOf("create-replacement"),
    changes:
      isGone || operation === "create"
        ? []
        : [...propertyChanges(main), ...optionChanges(main), ...providerChange(main)],
  };
}

/** The engine calls it the same when nothing but its own options changes. */
function forSame(step: StepEventMetadata | undefined): Step | undefined {
  const changes = step ? optionChanges(step) : [];
  if (!step || changes.length === 0 || isProvider(step.type)) return undefined;
  const states = { old: stateOf(step.old), new: stateOf(step.new) };
  return { operation: "update", ...identity(step), ...states, deleteBeforeReplace: false, changes };
}

function optionChanges({ old, new: fresh }: StepEventMetadata): PropertyChange[] {
  return (["protect", "retainOnDelete"] as const).flatMap((option) => {
    const [before, after] = [old?.[option] ?? false, fresh?.[option] ?? false];
    if (!old || !fresh || before === after) return [];
    return [{ path: `(${option})`, old: String(before), new: String(after), replaces: false }];
  });
}

/** Another cluster's provider takes the object elsewhere, though none of its properties changes. */
function providerChange({ old, new: fresh }: StepEventMetadata): PropertyChange[] {
  if (!old?.provider || !fresh?.provider || old.provider === fresh.provider) return [];
  // Its URN ends in its name, and its id comes after it.
  const [before, after] = [old, fresh].map(({ provider }) => provider.split("::")[3]);
  return [{ path: "(provider)", old: JSON.stringify(before), new: JSON.stringify(after), replaces: false }];
}

function identity({ urn, type }: StepEventMetadata) {
  return { urn, type, name: urn.split("::").slice(3).join("::") };
}

function stateOf(state: StepEventStateMetadata | undefined): State | undefined {
  if (!state) return undefined;
  const { inputs, outputs, protect = false, retainOnDelete = false } = state;
  return { inputs: inputs ?? {}, outputs: outputs ?? {}, protect, retainOnDelete };
}

function outputsIn(events: EngineEvent[]): PropertyChange[] {
  const stacks = events.flatMap(({ resOutputsEvent }) => resOutputsEvent?.metadata ?? []);
  const { old, new: fresh } = stacks.findLast(({ type }) => type === stackType) ?? {};
  // Of a new stack nobody reads an output yet, and a program that broke off told none.
  if (!old?.outputs || Object.keys(fresh?.outputs ?? {}).length === 0) return [];
  return valueChanges("", old.outputs, fresh?.outputs ?? {})
    .filter((change) => change.old !== change.new)
    .map((change) => ({ ...change, replaces: false }));
}

const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");

/** What is left out changes nothing, or is told by another operation of the same resource. */
const operations: Partial<Record<OpType, Operation>> = {
  create: "create",
  import: "import",
  update: "update",
  replace: "replace",
  "import-replacement": "replace",
  "create-replacement": "replace",
  "delete-replaced": "replace",
  delete: "delete",
  discard: "forget",
};
