import assert from "node:assert/strict";
import { classify } from "../../verdict/classify";
import { judgesIn } from "../../verdict/judges";
import type { Plan } from "../../verdict/plan";
import { severityOf, worst } from "../../verdict/run";
import { type Category, categories, type Finding, type Severity } from "../../verdict/types";
import type { Edit } from "../verdictEdits/edit";
import { bases, edits } from "../verdictEdits/edits";
import { withEdited } from "./editedTree";
import { EditsSandbox } from "./editsSandbox";

/** A test for each edit of a stack: previewed on what its base left, and judged. */
export function testEdits(stack: Edit["stack"]): void {
  const sandbox = new EditsSandbox();
  const touched = new Set<string>();

  before(() => withEdited(bases[stack], stack, (tree) => sandbox.deploy(tree, stack)));
  after(() => sandbox.erase());

  for (const edit of edits.filter((each) => each.stack === stack))
    it(`${edit.name}: ${edit.severity}${edit.soak ? " @soak" : ""}`, async () => {
      sandbox.policies = edit.refused === "by policies";
      const changes = [...bases[stack], ...edit.changes];
      const plan = await withEdited(changes, stack, (tree) => sandbox.preview(tree, stack));
      for (const { type } of plan.steps) touched.add(type);
      const problems = problemsOf(edit, plan);
      assert.deepEqual(problems, [], `${edit.because}\n${shown(plan)}`);
    });

  it("touches every type of resource that the stack has", () => {
    const untouched = sandbox.types(stack).filter((type) => !touched.has(type));
    assert.deepEqual(untouched, [], "each needs an edit; all edits have to run before this test");
  });
}

/** What the verdict on an edit lacks, or has too much. */
export function problemsOf(edit: Edit, plan: Plan): string[] {
  const findings = classify(plan).filter(({ severity }) => severity !== "nothing");
  const found = worstByCategory(findings);
  const { refusals } = plan;
  const files = edit.changes.flatMap((change) => ("file" in change ? [change.file] : []));
  const judged = judgesIn(files).length > 0 ? "look" : "nothing";
  const severity = worst([severityOf({ findings, refusals }), judged]);
  const named = new Set(findings.map(({ name }) => name));
  return [
    ...(severity === edit.severity ? [] : [`${severity} in place of ${edit.severity}`]),
    ...categories.flatMap((category) => {
      const expected = edit.found?.[category] ?? "nothing";
      const open = edit.may?.includes(category) && found[category] !== "loss";
      return found[category] === expected || open
        ? []
        : [`${category}: ${found[category]} in place of ${expected}`];
    }),
    ...(edit.names ?? []).filter((name) => !named.has(name)).map((name) => `${name} is not named`),
    ...(edit.refused && refusals.length === 0 ? ["it is not refused"] : []),
    ...(edit.severity === "nothing" ? refusals.map((text) => `refused: ${text}`) : []),
    ...(edit.hides && JSON.stringify(findings).includes(edit.hides) ? ["it shows the secret"] : []),
  ];
}

function worstByCategory(findings: Finding[]): Record<Category, Severity> {
  const pairs = categories.map((category) => [
    category,
    worst(findings.filter((each) => each.category === category).map(({ severity }) => severity)),
  ]);
  return Object.fromEntries(pairs) as Record<Category, Severity>;
}

export function shown(plan: Plan): string {
  const findings = classify(plan).map(
    ({ category, severity, operation, type, name, meaning, changes }) =>
      `  ${severity} ${category}: ${operation} ${type} ${name}: ${meaning} (${changes.map(({ path }) => path).join(", ")})`,
  );
  return [...findings, ...plan.refusals.map((refusal) => `  refused: ${refusal}`)].join("\n");
}
