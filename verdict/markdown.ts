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
  const of = (severity: Severity) => stack.findings.filter((finding) => finding.severity === severity);
  const harmless = of("nothing");
  const fold = `\n<details><summary>${marks.nothing} ${harmless.length} with nothing at stake</summary>\n\n`;
  return [
    always(`\n### ${textOf(stack.stack)}\n\n`),
    ...of("loss").flatMap(findingPieces),
    ...refused(stack.refusals),
    ...of("look").flatMap(findingPieces),
    ...(harmless.length > 0
      ? [always(fold), ...harmless.flatMap(findingPieces), always("\n</details>\n")]
      : []),
  ];
}

function refused(refusals: string[]): Piece[] {
  if (refusals.length === 0) return [];
  const lines = refusals.flatMap((refusal) => {
    const [first = "", ...others] = linesOf(refusal);
    return [`- ${first}`, ...others.map((line) => `  ${line}`)];
  });
  const block = blockOf(cutTo(longestBlock, lines), "text");
  return [
    { text: `\n**Refused**, so it cannot be deployed as it is:\n\n${block}\n`, rank: 2, what: "refusals" },
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
  const summary = `${changes.length} ${changes.length > 1 ? "properties" : "property"}`;
  const block = `<details><summary>${summary}</summary>\n\n${blockOf(cutTo(longestBlock, changes.flatMap(diffLines)), "diff")}\n</details>\n`;
  // Inside the list's item.
  return `${block.replace(/^(?=.)/gm, "  ")}\n`;
}

function cutTo(most: number, lines: string[]): string[] {
  return lines.length > most ? [...lines.slice(0, most), `… ${lines.length - most} more lines`] : lines;
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
