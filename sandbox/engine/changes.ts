import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { structuredPatch } from "diff";

/** One property that a step changes. */
export interface PropertyChange {
  /** As `spec.ports[0].port` or `labels["a.b"]`. */
  path: string;
  /**
   * As JSON text, `[secret]` and `[known after up]` in the place of what is not to be told or not known yet. Of a text of several
   * lines that becomes another one, these are the lines that differ, each run of them after a line `line <number>:`.
   * Absent: there was none.
   */
  old?: string;
  new?: string;
  /** Whether the provider replaces the resource for it. */
  replaces: boolean;
}

/** What a step changes, each value by itself: of an object that changes, the properties that differ. */
export function propertyChanges(step: StepEventMetadata): PropertyChange[] {
  const detailed = Object.entries(step.detailedDiff ?? {}).map(
    ([path, { diffKind }]) => [path, String(diffKind).endsWith("-replace")] as const,
  );
  const named = [...new Set([...(step.diffs ?? []), ...(step.keys ?? [])])];
  const keys = named.map((path) => [path, step.keys?.includes(path) ?? false] as const);
  return (detailed.length > 0 ? detailed : keys).flatMap(([path, replaces]) => {
    const [before, after] = [step.old?.inputs, step.new?.inputs].map((values) => valueAt(values, path));
    const leaves = valueChanges(path, before, after).map((change) => ({ ...change, replaces }));
    return leaves.length > 0 ? leaves : [{ path, ...texts(before, after), replaces }];
  });
}

/** How two values differ; objects are compared property by property. */
export function valueChanges(
  path: string,
  before: unknown,
  after: unknown,
): Omit<PropertyChange, "replaces">[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => valueChanges(joined(path, key), before[key], after[key]));
  }
  return text(before) === text(after) && !isSecret(after) ? [] : [{ path, ...texts(before, after) }];
}

/** A change on one line, such as `size: 10 → 20`; long values are cut, but never before the place where they differ. */
export function changeLine({ path, old, new: fresh, replaces }: PropertyChange): string {
  const [before, after] = [old, fresh].map((value) => value?.replace(/\s*\n\s*/g, " "));
  const values = before === undefined && after === undefined ? "" : `: ${comparison(before, after)}`;
  return `${path}${values}${replaces ? "  (replaces)" : ""}`;
}

/** The value at a property path such as `spec.ports[0].port` or `labels["a.b"]`; what is in a secret is secret, in what is unknown unknown. */
function valueAt(value: unknown, path: string): unknown {
  const keys = [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
  return keys.reduce<unknown>((inner, key) => {
    if (isSecret(inner) || inner === unknownValue) return inner;
    return typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined;
  }, value);
}

function joined(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

function texts(before: unknown, after: unknown): { old?: string; new?: string } {
  const isText = (value: unknown) => typeof value === "string" && value.includes("\n");
  if (isText(before) && isText(after) && before !== after)
    return linesThatDiffer(before as string, after as string);
  return { old: text(before), new: text(after) };
}

function linesThatDiffer(before: string, after: string): { old?: string; new?: string } {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  const side = (sign: string, start: "oldStart" | "newStart") => {
    const runs = hunks.map((hunk) => ({
      start: hunk[start],
      lines: hunk.lines.filter((line) => line.startsWith(sign)),
    }));
    const shown = runs.filter(({ lines }) => lines.length > 0);
    return shown.length === 0
      ? undefined
      : shown
          .map((run) => [`line ${run.start}:`, ...run.lines.map((line) => line.slice(1))].join("\n"))
          .join("\n");
  };
  return { old: side("-", "oldStart"), new: side("+", "newStart") };
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === unknownValue) return unknownText;
  if (isSecret(value)) return secretText;
  return JSON.stringify(value, (_, inner: unknown) =>
    inner === unknownValue ? unknownText : isSecret(inner) ? secretText : inner,
  );
}

/** Both values; long ones are cut, but never before the place where they differ. */
function comparison(before = "(none)", after = "(none)"): string {
  const difference = before.split("").findIndex((letter, index) => letter !== after[index]);
  const differsAt = difference < 0 ? before.length : difference;
  const start = differsAt < longest ? 0 : differsAt - context;
  const cut = (value: string) =>
    `${start > 0 ? "…" : ""}${value.slice(start, start + longest)}${value.length > start + longest ? "…" : ""}`;
  return `${cut(before)} → ${cut(after)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSecret(value);
}

function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && secretKey in value;
}

const longest = 60;
/** What is shown before the first difference of values that are cut. */
const context = 20;
const secretText = "[secret]";
const unknownText = "[known after up]";
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretKey = "4dabf18193072939515e22adb298388d";
