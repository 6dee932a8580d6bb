import { isDeepStrictEqual } from "node:util";
import { UNKNOWN, type DiffResult, type Properties } from "../provider/provider";
import { asWritten } from "./asWritten";
import { isAutonamed } from "./naming";
import { formatPath, isWithin, parsePath, type PathKey } from "./propertyPath";
import { replaceRules, type Mutability } from "./replaceRules";
import { at, isObject, textAt, type Json } from "../provider/values";

interface Change {
  path: PathKey[];
  kind: "add" | "delete" | "update";
  value: unknown;
}

/** What the new inputs change on the object as it was last seen. */
export function diffObject(
  oldInputs: Properties,
  live: Json,
  news: Properties,
  mutability: Mutability,
  ignoreChanges: string[] = [],
): DiffResult {
  const ignored = ignoreChanges.map(parsePath);
  const rules = replaceRules(news, mutability);
  const changes = compare(asWritten(live, oldInputs), news).filter(
    ({ path }) => !ignored.some((pattern) => isWithin(path, pattern)),
  );
  const marked = changes.map((change) => ({ change, replaces: replaces(change, rules) }));
  return {
    changes: Object.fromEntries(
      marked.map(({ change, replaces }) => [
        formatPath(change.path),
        replaces ? (`${change.kind}-replace` as const) : change.kind,
      ]),
    ),
    deleteBeforeReplace:
      marked.some(({ replaces }) => replaces) && !isAutonamed(news) && isSameObject(live, news),
  };
}

/** True when the inputs name the very object: a new one could not stand beside it. */
function isSameObject(live: Json, news: Properties): boolean {
  return ["name", "namespace"].every(
    (key) => textAt(live, "metadata", key) === textAt(news, "metadata", key),
  );
}

function compare(old: unknown, next: unknown, path: PathKey[] = []): Change[] {
  if (next === null || next === undefined)
    return old === undefined ? [] : [{ path, kind: "delete", value: next }];
  if (old === undefined || old === null) return [{ path, kind: "add", value: next }];
  if (Array.isArray(old) && Array.isArray(next))
    return Array.from({ length: Math.max(old.length, next.length) }, (_, i) =>
      compare(old[i], next[i], [...path, i]),
    ).flat();
  // pulumi-kubernetes diffs by a merge patch, in which an unknown value is an object without any of the old one's keys.
  if (isObject(old) && next === UNKNOWN)
    return Object.keys(old).map((key) => ({ path: [...path, key], kind: "delete", value: undefined }));
  if (isObject(old) && isObject(next))
    return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((key) =>
      compare(old[key], next[key], [...path, key]),
    );
  return isDeepStrictEqual(old, next) && next !== UNKNOWN ? [] : [{ path, kind: "update", value: next }];
}

function replaces({ path, kind, value }: Change, rules: string[][]): boolean {
  if (kind === "delete" && path.length === 1 && path[0] === "metadata") return true;
  return rules.some((rule) => {
    const agrees = path.every((key, i) => i >= rule.length || rule[i] === "*" || rule[i] === String(key));
    return agrees && (path.length >= rule.length || reaches(value, rule.slice(path.length)));
  });
}

/** True when the added or changed value holds something at the rest of a rule. */
function reaches(value: unknown, [step, ...rest]: string[]): boolean {
  if (step === undefined) return value !== undefined;
  if (step === "*") return Array.isArray(value) && value.some((item) => reaches(item, rest));
  return reaches(at(value, step), rest);
}
