import { changeLine } from "../sandbox/engine/changes";
import type { Screen } from "../sandbox/engine/screen";
import type { Finding, Severity, StackVerdict, Verdict } from "./types";
import { countsOf, diffLines, linesOf, sentence, severityWords, visible, worstFirst } from "./words";

type Paint = Screen["paint"];

/** The verdict for people at a terminal; the worst comes last, where they look. */
export function terminal(verdict: Verdict, paint: Paint): string {
  const { base, judges } = verdict;
  const lines = [
    ...worstFirst(verdict.stacks)
      .reverse()
      .flatMap((stack) => [...stackLines(stack, paint), ""]),
    ...(judges.length > 0
      ? [paint("yellow", "What judges is changed too"), ...judges.map((text) => `  ${visible(text)}`), ""]
      : []),
    `Verdict on the working tree, against ${base.slice(0, 9)}`,
    ...worstFirst(verdict.stacks).map((stack) => `  ${headline(stack, paint)}`),
    paint(colours[verdict.severity], `${marks[verdict.severity]} ${severityWords[verdict.severity]}`),
  ];
  return `${lines.join("\n")}\n`;
}

function stackLines(stack: StackVerdict, paint: Paint): string[] {
  return [
    paint("bold", `Stack ${visible(stack.stack)}`),
    ...worstFirst(stack.findings)
      .reverse()
      .flatMap((finding) => findingLines(finding, paint)),
    ...stack.refusals.flatMap((refusal) => [
      `  ${paint("red", "refused")}`,
      ...linesOf(refusal).map((line) => `      ${line}`),
    ]),
    ...(stack.findings.length + stack.refusals.length === 0 ? ["  no change"] : []),
  ];
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { severity, category, type, name, changes } = finding;
  return [
    `  ${paint(colours[severity], `${marks[severity]} ${category.padEnd(12)}`)} ${visible(`${type} ${name}`)}`,
    `      ${visible(sentence(finding))}`,
    ...changes.flatMap((change) => {
      const isLong = `${change.old ?? ""}${change.new ?? ""}`.includes("\n");
      const lines = isLong ? diffLines(change) : [visible(changeLine(change))];
      return lines.map((line) => `        ${coloured(line, paint)}`);
    }),
  ];
}

function headline(stack: StackVerdict, paint: Paint): string {
  const { severity } = stack;
  const name = visible(stack.stack).padEnd(12);
  return `${paint(colours[severity], `${marks[severity]} ${name} ${severityWords[severity]}`)}: ${countsOf(stack)}`;
}

function coloured(line: string, paint: Paint): string {
  return paint(line.startsWith("+ ") ? "green" : line.startsWith("- ") ? "red" : "grey", line);
}

const marks: Record<Severity, string> = { loss: "✗", look: "!", nothing: "✓" };
const colours = { loss: "red", look: "yellow", nothing: "green" } as const;
