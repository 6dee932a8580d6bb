import { type Piece, withinLimit } from "./cutting";
import { blockOf, codeOf, textOf } from "./escape";
import type { Finding, Severity, StackVerdict, Verdict } from "./types";
import { countsOf, diffLines, linesOf, sentence, severityWords, worstFirst } from "./words";

/** GitHub refuses a comment of 65,536 characters or more. */
const limit = 65_000;
const longestBlock = 60;

/** The verdict as a comment on a pull request; what does not fit is cut from the least important on, and said. */
export function markdown(verdict: Verdict, most = limit): string {
  const stacks = worstFirst(verdict.stacks);
  const hasLoss = stacks.some(({ findings }) => findings.some(({ severity }) => severity === "loss"));
  return withinLimit(
    [
      always(`## ${marks[verdict.severity]} Verdict: ${severityWords[verdict.severity]}\n\n`),
      ...stacks.map((stack) => always(`${headline(stack)}\n`)),
      always(`\nHeld against ${codeOf(verdict.base.slice(0, 9))}, in a sandbox, by the real engine.\n`),
      ...(hasLoss ? [always(approvalHint)] : []),
      ...judges(verdict.judges),
      ...stacks.flatMap(stackPieces),
    ],
    most,
  );
}

function headline(stack: StackVerdict): string {
  const { severity } = stack;
  return `- ${marks[severity]} **${textOf(stack.stack)}**: ${severityWords[severity]} (${countsOf(stack)})`;
}

function judges(said: string[]): Piece[] {
  if (said.length === 0) return [];
  const pieces = said.map((text) => ({ text: `- ${codeOf(text)}\n`, rank: 2, what: "files that judge" }));
  return [always("\n### What judges is changed too\n\n"), ...pieces];
}

function stackPieces(stack: StackVerdict): Piece[] {
  if (stack.findings.length + stack.refusals.length === 0) return [];
  return [
    always(`\n### ${textOf(stack.stack)}\n\n`),
    ...stack.refusals.map((refusal) => ({
      text: `**Refused**\n\n${blockOf(linesOf(refusal).slice(0, longestBlock), "text")}\n`,
      rank: 2,
      what: "refusals",
    })),
    ...worstFirst(stack.findings).flatMap(findingPieces),
  ];
}

function findingPieces(finding: Finding): Piece[] {
  const { severity, category, type, name, changes } = finding;
  const line = `- ${marks[severity]} **${category}** ${codeOf(`${type} ${name}`)} ${textOf(sentence(finding))}\n`;
  const rank = ranks[severity];
  return [
    { text: line, rank: rank.line, what: `lines with ${severityWords[severity]}` },
    ...(changes.length > 0
      ? [{ text: details(finding), rank: rank.details, what: `differences with ${severityWords[severity]}` }]
      : []),
  ];
}

function details({ changes }: Finding): string {
  const lines = changes.flatMap(diffLines);
  const shown = lines.slice(0, longestBlock);
  if (lines.length > shown.length) shown.push(`… ${lines.length - shown.length} more lines`);
  const summary = `${changes.length} ${changes.length > 1 ? "properties" : "property"}`;
  const block = `<details><summary>${summary}</summary>\n\n${blockOf(shown, "diff")}\n</details>\n`;
  // Inside the list's item.
  return `${block.replace(/^(?=.)/gm, "  ")}\n`;
}

function always(text: string): Piece {
  return { text, rank: 0, what: "" };
}

const marks: Record<Severity, string> = { loss: "🛑", look: "⚠️", nothing: "✅" };

/** What is cut first has the highest. */
const ranks: Record<Severity, { line: number; details: number }> = {
  loss: { line: 1, details: 3 },
  look: { line: 4, details: 5 },
  nothing: { line: 6, details: 7 },
};

const approvalHint =
  "\nA loss that is meant has to be named, with who approves it and why, in `approvals.yaml` (docs/reference/verdict.md).\n";
