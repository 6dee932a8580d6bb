import { isBelow, parts, segments } from "./paths";
import type { Step } from "./plan";
import { Case, Meaning, meanings, Row } from "./row";
import type { PropertyChange } from "./types";

/** A meaning, and what of the step it is about. */
export interface Found extends Meaning {
  changes: PropertyChange[];
}

/** What the engine does otherwise, such as `(protect)`; no property of the resource. */
export function optionChanges({ changes }: Step): PropertyChange[] {
  return changes.filter(({ path }) => path.startsWith("("));
}

/** What each property that changes means. In a replacement those that cause it and have no line of their own are told by it. */
export function ofProperties(row: Row, at: Case): Found[] {
  const options = optionChanges(at.step);
  return at.step.changes
    .filter((change) => !options.includes(change))
    .flatMap((change) => ofProperty(row, at, change).map((meaning) => ({ ...meaning, changes: [change] })));
}

function ofProperty(row: Row, at: Case, change: PropertyChange): Meaning[] {
  const path = segments(change.path);
  const lines = Object.entries(row.properties).flatMap(([paths, effect]) =>
    paths.split(", ").map((line) => ({ path: segments(line), effect })),
  );
  const below = lines.filter((line) => line.path.length > path.length && isBelow(line.path, path));
  const inner = below.length > 0 ? parts(change) : undefined;
  // None: secrets that look alike.
  if (inner && inner.length > 0) return inner.flatMap((part) => ofProperty(row, at, part));
  const [own] = lines
    .filter((line) => isBelow(path, line.path))
    .sort((a, b) => b.path.length - a.path.length);
  const toldByReplacement = at.step.operation === "replace" && change.replaces;
  const unnamed = toldByReplacement ? [] : row.otherwise;
  // Of a value that is not known any line below may be meant.
  return meanings([own?.effect ?? unnamed, ...below.map(({ effect }) => effect)], { ...at, change });
}
