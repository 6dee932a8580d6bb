import {
  type Finding,
  type Operation,
  type PropertyChange,
  severities,
  type Severity,
  type StackVerdict,
} from "./types";

/** A verdict in words. */
export const severityWords: Record<Severity, string> = {
  loss: "data or the public address would be lost",
  look: "something to look at",
  nothing: "nothing at stake",
};

export const operationWords: Record<Operation, string> = {
  create: "created",
  import: "taken over",
  update: "changed",
  replace: "replaced",
  delete: "deleted",
  forget: "left behind",
};

/** How much each stack has at stake, such as `1 loss, 2 to look at, 9 with nothing at stake`. */
export function countsOf({ findings, refusals }: StackVerdict): string {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const [losses, looks, rest] = [count("loss"), count("look"), count("nothing")];
  const parts = [
    losses > 0 && `${losses} ${losses > 1 ? "losses" : "loss"}`,
    looks > 0 && `${looks} to look at`,
    rest > 0 && `${rest} with nothing at stake`,
    refusals.length > 0 && `${refusals.length} ${refusals.length > 1 ? "refusals" : "refusal"}`,
  ];
  return parts.filter((part) => part !== false).join(", ") || "no change";
}

/** The worst first, else in the order that they have. */
export function worstFirst<T extends { severity: Severity }>(all: T[]): T[] {
  return all.toSorted((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
}

/** A finding without its resource, as `deleted: the disk is …`. */
export function sentence({ operation, meaning, approval }: Finding): string {
  const approved = approval ? ` (approved by ${approval.by}: ${approval.reason})` : "";
  return `${operationWords[operation]}: ${meaning}${approved}`;
}

/** What was and what comes, on lines of a diff below the property's path. */
export function diffLines({ path, old, new: fresh, replaces }: PropertyChange): string[] {
  const side = (sign: string, value: string | undefined) =>
    value === undefined
      ? []
      : linesOf(value).map((line) => `${/^line \d+:$/.test(line) ? " " : sign} ${line}`);
  return [
    `@@ ${visible(path)}${replaces ? "  (the resource is replaced for it)" : ""} @@`,
    ...side("-", old),
    ...side("+", fresh),
  ];
}

/** The text with its control characters, and those that turn the direction of writing, in the form of an escape. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const hidden = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The text's lines, each visible, and cut where it is long. */
export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => {
    const end = line.length > longestLine ? `… (${line.length} characters)` : "";
    return visible(line.slice(0, longestLine)) + end;
  });
}

const longestLine = 300;
