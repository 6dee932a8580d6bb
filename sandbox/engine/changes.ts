import type { StepEventMetadata } from "@pulumi/pulumi/automation";

const longest = 60;
/** What is shown before the first difference of values that are cut. */
const context = 20;

/** One line for each property that a step changes, such as `size: 10 → 20`; one that replaces the resource says so. */
export function propertyChanges(step: StepEventMetadata): string[] {
  const detailed = Object.entries(step.detailedDiff ?? {});
  const paths: [string, string][] =
    detailed.length > 0
      ? detailed.map(([path, { diffKind }]) => [path, String(diffKind)])
      : (step.diffs ?? []).map((path) => [path, "update"]);
  return paths.map(([path, kind]) => {
    const before = text(valueAt(step.old?.inputs, path));
    const after = text(valueAt(step.new?.inputs, path));
    const values = before === undefined && after === undefined ? "" : `: ${comparison(before, after)}`;
    return `${path}${values}${kind.endsWith("-replace") ? "  (replaces)" : ""}`;
  });
}

/** The value at a property path such as `spec.ports[0].port` or `labels["a.b"]`. */
function valueAt(value: unknown, path: string): unknown {
  const keys = [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, plain]) => quoted ?? index ?? plain ?? "",
  );
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === unknownValue) return "(known after up)";
  if (typeof value === "object" && secretKey in value) return "[secret]";
  return JSON.stringify(value);
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

const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretKey = "4dabf18193072939515e22adb298388d";
