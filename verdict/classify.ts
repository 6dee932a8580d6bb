import { isBelow, parts, segments } from "./paths";
import type { Plan, Step } from "./plan";
import { Case, Effect, look, loss, Meaning, meanings, Row } from "./row";
import { stackType, table, unknownType } from "./table";
import { categories, severities } from "./types";
import type { Category, Finding, PropertyChange } from "./types";

interface Found extends Meaning {
  changes: PropertyChange[];
}

/** What each step of a plan means, by category and in the plan's order within one. */
export function classify(plan: Plan): Finding[] {
  const findings = [...plan.steps, ...outputsStep(plan)].flatMap((step) =>
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

const rows: Record<string, Row> = Object.fromEntries(
  Object.entries(table).flatMap(([types, row]) => types.split(", ").map((type) => [type, row])),
);

/** The row of a type; one that the table does not know is never without a finding. */
export function rowOf(type: string): Row {
  return rows[type] ?? unknownType;
}

function found(step: Step, plan: Plan): Found[] {
  const row = rowOf(step.type);
  const at = { step, plan };
  const all = (effect: Effect, changes = step.changes): Found[] =>
    meanings(effect, at).map((meaning) => ({ ...meaning, changes }));
  switch (step.operation) {
    case "create":
      return all(row.create, []);
    case "import":
      return all(
        holds(row, at).map((category) =>
          look[category](
            "the one that exists is taken over: from now on it is what the stack says, and protected only as the stack says",
          ),
        ),
      );
    case "forget":
      return all(left(row, at), []);
    case "delete":
      return isKept(step) ? all(left(row, at), []) : all(guarded(row.delete, at), []);
    case "replace":
      return [...replaced(row, at, all(guarded(row.replace, at))), ...lessKept(row, at)];
    case "update":
      return [...updated(row, at), ...lessKept(row, at)];
  }
}

/** The engine lets it go without deleting it, or the provider does. */
function isKept({ old }: Step): boolean {
  return old?.retainOnDelete === true || old?.inputs.deletionPolicy === "ABANDON";
}

/** What it stands for, by what its deletion means. */
function holds(row: Row, at: Case): Category[] {
  const grave = meanings(row.delete, at).filter(({ severity }) => severity !== "nothing");
  return [...new Set(grave.map(({ category }) => category))];
}

/** What stays in the cloud; a loss all the same when something empty takes its name. */
function left(row: Row, at: Case): Effect {
  const { step, plan } = at;
  const successor = plan.steps.find(
    (other) =>
      other.operation === "create" &&
      rowOf(other.type) === row &&
      other.new?.inputs.name === step.old?.inputs.name,
  );
  return guarded(
    meanings(row.delete, at).map((meaning) => {
      if (meaning.severity === "nothing") return meaning;
      return successor && meaning.severity === "loss"
        ? loss[meaning.category](
            `it leaves the stack, and a new one, \`${successor.name}\`, is to take its place and name without what it holds`,
          )
        : look[meaning.category](
            "it stays in the cloud, but leaves the stack: nobody manages or guards it any more",
          );
    }),
    at,
  );
}

/** Says in addition that the engine refuses. */
function guarded(effect: Effect, at: Case): Effect {
  if (at.step.old?.protect !== true) return effect;
  return meanings(effect, at).map((meaning) => ({
    ...meaning,
    text: `${meaning.text}; it is protected: the engine refuses until somebody unprotects it`,
  }));
}

/** The replacement, and what its properties mean beyond that. */
function replaced(row: Row, at: Case, replacement: Found[]): Found[] {
  const { changes } = at.step;
  const causes = changes.filter(({ replaces }) => replaces);
  const rank = ({ severity }: Meaning) => severities.indexOf(severity);
  const further = ofProperties(row, at, false).filter(
    (meaning) =>
      meaning.severity !== "nothing" &&
      !replacement.some((one) => one.category === meaning.category && rank(one) >= rank(meaning)),
  );
  return [
    ...replacement.map((one) => ({ ...one, changes: causes.length > 0 ? causes : changes })),
    ...further,
  ];
}

function updated(row: Row, at: Case): Found[] {
  const { old, new: now, changes } = at.step;
  const optionsAlone =
    changes.length === 0 && (old?.protect !== now?.protect || old?.retainOnDelete !== now?.retainOnDelete);
  if (changes.length > 0 || optionsAlone) return ofProperties(row, at, true);
  return meanings(row.otherwise, at).map((meaning) => ({ ...meaning, changes }));
}

/** `unnamed`: also of properties that replace and have no line of their own. */
function ofProperties(row: Row, at: Case, unnamed: boolean): Found[] {
  const lines = Object.entries(row.properties).flatMap(([paths, effect]) =>
    paths.split(", ").map((path) => ({ path: segments(path), effect })),
  );
  const judge = (change: PropertyChange, whole: PropertyChange): Found[] => {
    const path = segments(change.path);
    const below = lines.filter((line) => line.path.length > path.length && isBelow(line.path, path));
    if (below.length > 0) {
      const inner = parts(change);
      if (inner) return inner.flatMap((part) => judge(part, whole));
    }
    const own = lines
      .filter((line) => isBelow(path, line.path))
      .sort((a, b) => b.path.length - a.path.length)[0];
    const effects = [...below.map(({ effect }) => effect)];
    if (own) effects.push(own.effect);
    else if (unnamed || !change.replaces) effects.push(row.otherwise);
    return meanings(effects, { ...at, change }).map((meaning) => ({ ...meaning, changes: [whole] }));
  };
  return at.step.changes.flatMap((change) => judge(change, change));
}

/** What guarded it and does so no longer. */
function lessKept(row: Row, at: Case): Found[] {
  const { old, new: now } = at.step;
  const lost = [
    ...(old?.protect && now?.protect === false
      ? ["the engine would delete or replace it from now on without a question (protect is taken away)"]
      : []),
    ...(old?.retainOnDelete && now?.retainOnDelete === false
      ? ["it would be deleted in the cloud when it leaves the stack (retainOnDelete is taken away)"]
      : []),
  ];
  return holds(row, at).flatMap((category) => lost.map((text) => ({ ...look[category](text), changes: [] })));
}

/** The same meaning of several properties is one finding. */
function merged(all: Found[]): Found[] {
  const byMeaning = new Map<string, Found>();
  for (const one of all) {
    const key = [one.category, one.severity, one.text].join("\n");
    const known = byMeaning.get(key);
    if (known) known.changes = [...new Set([...known.changes, ...one.changes])];
    else byMeaning.set(key, { ...one });
  }
  return [...byMeaning.values()];
}

/** What the stack tells others, as a step of the stack itself. */
function outputsStep({ outputs, steps }: Plan): Step[] {
  if (outputs.length === 0) return [];
  const [, stack, project] = /^urn:pulumi:([^:]*)::([^:]*)::/.exec(steps[0]?.urn ?? "") ?? [];
  const name = stack === undefined ? "outputs" : `${project}-${stack}`;
  const urn = stack === undefined ? stackType : `urn:pulumi:${stack}::${project}::${stackType}::${name}`;
  return [{ operation: "update", urn, type: stackType, name, deleteBeforeReplace: false, changes: outputs }];
}
