import { stackType } from "../sandbox/engine/checkpoint";
import { guarded, guardTakenAway, isKept, left, takenOver } from "./kept";
import type { Plan, Step } from "./plan";
import { Found, ofProperties } from "./properties";
import { Case, Effect, Meaning, meanings, Row } from "./row";
import { rowOf } from "./rows";
import { stackResource } from "./stackResource";
import { categories, severities } from "./types";
import type { Finding } from "./types";

/**
 * What each step of a plan means, by category; within one, what is only replaced along with something else comes after that,
 * else the plan's order.
 */
export function classify(plan: Plan): Finding[] {
  const isAlong = ({ operation, changes }: Step) => operation === "replace" && changes.length === 0;
  const steps = [...plan.steps].sort((a, b) => Number(isAlong(a)) - Number(isAlong(b)));
  const findings = [...steps, ...outputsStep(plan)].flatMap((step) =>
    merged(found(step, plan)).map(({ category, severity, text, changes }) => ({
      category,
      severity,
      operation: step.operation,
      urn: step.urn,
      type: step.type,
      name: step.name,
      meaning: text,
      changes,
    })),
  );
  return categories.flatMap((category) => findings.filter((finding) => finding.category === category));
}

function found(step: Step, plan: Plan): Found[] {
  const row = rowOf(step.type);
  const at = { step, plan };
  const all = (effect: Effect): Found[] =>
    meanings(effect, at).map((meaning) => ({ ...meaning, changes: step.changes }));
  switch (step.operation) {
    case "create":
      return all(row.create);
    case "import":
      return [...all(takenOver(row, at)), ...ofProperties(row, at)];
    case "forget":
      return all(left(row, at));
    case "delete":
      return all(isKept(at) ? left(row, at) : guarded(row.delete, at));
    case "replace":
      return [...replaced(row, at, all(guarded(row.replace, at))), ...guardTakenAway(row, at)];
    case "update":
      return [...updated(row, at), ...guardTakenAway(row, at)];
  }
}

/** The replacement, and what its properties mean beyond that. */
function replaced(row: Row, at: Case, replacement: Found[]): Found[] {
  const causes = at.step.changes.filter(({ replaces }) => replaces);
  const rank = ({ severity }: Meaning) => severities.indexOf(severity);
  const further = ofProperties(row, at).filter(
    (meaning) =>
      meaning.severity !== "nothing" &&
      !replacement.some((one) => one.category === meaning.category && rank(one) >= rank(meaning)),
  );
  return [...replacement.map((one) => (causes.length > 0 ? { ...one, changes: causes } : one)), ...further];
}

function updated(row: Row, at: Case): Found[] {
  if (at.step.changes.length > 0) return ofProperties(row, at);
  return meanings(row.otherwise, at).map((meaning) => ({
    ...meaning,
    text: "whether, and how, it changes is known only while it is deployed",
    changes: [],
  }));
}

/** The same meaning of several properties is one finding. */
function merged(all: Found[]): Found[] {
  const byMeaning = new Map<string, Found>();
  for (const one of all) {
    const key = [one.category, one.severity, one.text].join("\n");
    const changes = [...(byMeaning.get(key)?.changes ?? []), ...one.changes];
    byMeaning.set(key, { ...one, changes: [...new Set(changes)] });
  }
  return [...byMeaning.values()];
}

/** What the stack tells others, as a step of the stack itself. */
function outputsStep({ outputs, steps }: Plan): Step[] {
  if (outputs.length === 0) return [];
  const [, stack, project] = /^urn:pulumi:([^:]*)::([^:]*)::/.exec(steps[0]?.urn ?? "") ?? [];
  const resource =
    stack === undefined || project === undefined
      ? { type: stackType, name: "outputs", urn: stackType }
      : stackResource(project, stack);
  return [{ operation: "update", ...resource, deleteBeforeReplace: false, changes: outputs }];
}
