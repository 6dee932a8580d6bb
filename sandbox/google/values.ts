import { type Properties, UNKNOWN, type Value } from "../provider/provider";

/** A value with the path at which it stands, such as `cleanupPolicies[0].action`. */
export interface Found {
  path: string;
  value: Value;
}

export function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All values at a path in which `[]` stands for each element, such as `cleanupPolicies[].action`. */
export function valuesAt(properties: Properties, path: string): Found[] {
  let found: Found[] = [{ path: "", value: properties }];
  for (const step of path.split(/\.|(?=\[\])/)) found = found.flatMap((at) => take(at, step));
  return found;
}

function take({ path, value }: Found, step: string): Found[] {
  if (step === "[]")
    return Array.isArray(value) ? value.map((element, i) => ({ path: `${path}[${i}]`, value: element })) : [];
  const next = isObject(value) ? value[step] : undefined;
  return next === undefined || next === null ? [] : [{ path: join(path, step), value: next }];
}

/** The value at a path without `[]`. */
export function valueAt(properties: Properties, path: string): Value | undefined {
  return valuesAt(properties, path)[0]?.value;
}

/** Undefined when it is not set or not known yet. */
export function text(properties: Properties, path: string): string | undefined {
  const value = valueAt(properties, path);
  return typeof value === "string" && value !== UNKNOWN ? value : undefined;
}

/** Undefined when it is not set or not known yet. */
export function integer(properties: Properties, path: string): number | undefined {
  const value = valueAt(properties, path);
  return typeof value === "number" ? value : undefined;
}

/** The known strings of a list or set; empty when it is not set. */
export function texts(properties: Properties, path: string): string[] {
  return valuesAt(properties, `${path}[]`)
    .map(({ value }) => value)
    .filter((value): value is string => typeof value === "string" && value !== UNKNOWN);
}

/** A property path as Pulumi writes it: `a.b`, or `a["b/c"]` when the name is not an identifier. */
export function join(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}

/** Objects are merged property by property, lists of as many objects one by one, `over` wins; anything else is taken from `over`. */
export function merge(base: Properties, over: Properties): Properties {
  const merged: Properties = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = base[name];
    if (isObject(below) && isObject(value)) merged[name] = merge(below, value);
    else if (areObjects(below) && areObjects(value) && below.length === value.length)
      merged[name] = value.map((each, index) => merge(below[index] ?? {}, each));
    else merged[name] = value;
  }
  return merged;
}

function areObjects(value: Value | undefined): value is Properties[] {
  return Array.isArray(value) && value.every(isObject);
}

export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => equal(a[name], b[name]));
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((v, i) => equal(v, b[i]));
  return a === b;
}
