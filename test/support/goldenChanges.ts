import { isDeepStrictEqual } from "node:util";
import type { Golden } from "./golden";

/** What differs between two dumps, resource by resource: `-` is expected, `+` is rendered; long lists are cut. */
export function goldenChanges(expected: string, rendered: string): string {
  const [before, after] = [entries(expected), entries(rendered)];
  if (!before || !after) return "  it is not JSON; a merge may have left both sides in it";
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const lines = keys.flatMap((key) => {
    if (!(key in after)) return [`- ${key}`];
    if (!(key in before)) return [`+ ${key}`];
    const [old, now] = [leaves(before[key]), leaves(after[key])];
    const changed = [
      ...without(old, now).map((line) => `    - ${line}`),
      ...without(now, old).map((line) => `    + ${line}`),
    ];
    if (changed.length > 0) return [`  ${key}`, ...changed];
    return isDeepStrictEqual(before[key], after[key]) ? [] : [`  ${key}`, "    only the order of a list"];
  });
  if (lines.length === 0) return "  only the formatting";
  const most = 40;
  return [
    ...lines.slice(0, most),
    ...(lines.length > most ? [`… ${lines.length - most} lines more`] : []),
  ].join("\n");
}

function entries(text: string): Record<string, unknown> | undefined {
  try {
    const { outputs, resources } = JSON.parse(text) as Golden;
    return { ...resources, outputs };
  } catch {
    return undefined;
  }
}

/** One line for each value: `spec.replicas: 1`; list items carry no number, so that an added one is one line. */
function leaves(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path}: ${JSON.stringify(value)}`];
  const inner = Array.isArray(value)
    ? value.flatMap((item) => leaves(item, `${path}[]`))
    : Object.entries(value).flatMap(([key, item]) => leaves(item, path === "" ? key : `${path}.${key}`));
  return inner.length > 0 ? inner : [`${path}: ${JSON.stringify(value)}`];
}

/** The lines of one list that the other does not have, or not as often. */
function without(lines: string[], others: string[]): string[] {
  const rest = [...others];
  return lines.filter((line) => {
    const at = rest.indexOf(line);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
