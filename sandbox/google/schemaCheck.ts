import { type CheckFailure, type Properties, UNKNOWN, type Value } from "../provider/provider";
import { conflictPath, hasObjects, isCollection, type PropertySchema, type Schema } from "./table";
import { isObject, join, valueAt } from "./values";

/** What the schema alone says against these inputs: names, types, missing and conflicting properties, all at once. */
export function schemaFailures(schema: Schema, inputs: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  checkObject(schema, inputs, "", { inputs, failures });
  return failures;
}

interface Checked {
  inputs: Properties;
  failures: CheckFailure[];
}

function checkObject(schema: Schema, value: Properties, path: string, checked: Checked): void {
  const fail = (property: string, reason: string) => checked.failures.push({ property, reason });
  for (const name of Object.keys(value)) {
    const property = schema[name];
    if (property === undefined)
      fail(join(path, name), `there is no such property; allowed: ${nearest(name, schema)}`);
    else if (property.computed) fail(join(path, name), "only Google sets this property");
    else checkValue(property, value[name] ?? null, join(path, name), checked);
  }
  for (const [name, property] of Object.entries(schema)) {
    if (property.required && value[name] === undefined)
      fail(join(path, name), `missing required property, ${aType(property)}`);
    if (value[name] === undefined) continue;
    const conflicts = (property.conflictsWith ?? []).map(conflictPath);
    for (const other of conflicts.filter((c) => valueAt(checked.inputs, c) !== undefined))
      fail(join(path, name), `conflicts with ${other}: only one of both may be set`);
  }
}

function checkValue(property: PropertySchema, value: Value, path: string, checked: Checked): void {
  if (value === UNKNOWN) return;
  if (!hasType(property, value)) {
    const reason = `${JSON.stringify(value)} is not ${aType(property)}`;
    checked.failures.push({ property: path, reason });
  } else if (isObject(value) && property.type === "object") {
    checkObject(property.properties ?? {}, value, path, checked);
  } else if (isObject(value)) {
    for (const [key, element] of Object.entries(value))
      checkValue({ type: "string" }, element ?? null, join(path, key), checked);
  } else if (Array.isArray(value)) {
    const element: PropertySchema = hasObjects(property)
      ? { type: "object", properties: property.properties }
      : { type: "string" };
    value.forEach((each, index) => checkValue(element, each, `${path}[${index}]`, checked));
  }
}

function hasType(property: PropertySchema, value: Value): boolean {
  if (isCollection(property)) return Array.isArray(value);
  if (property.type === "object" || property.type === "map") return isObject(value);
  if (property.type === "integer") return Number.isInteger(value);
  return typeof value === property.type;
}

function aType({ type }: PropertySchema): string {
  return `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

/** The names most like the given one, the likeliest first. */
function nearest(name: string, schema: Schema): string {
  const allowed = Object.keys(schema).filter((key) => !schema[key]?.computed);
  const distances = new Map(allowed.map((key) => [key, distance(name.toLowerCase(), key.toLowerCase())]));
  const sorted = allowed.sort((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0));
  const more = sorted.length > 8 ? ` and ${sorted.length - 8} others` : "";
  return sorted.slice(0, 8).join(", ") + more;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = [...Array(b.length + 1).keys()];
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++)
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === b[j] ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Nulls are as if not set, as in the real provider. */
export function withoutNulls(value: Properties): Properties {
  const kept = Object.entries(value).flatMap(([name, each]) =>
    each === null || each === undefined ? [] : [[name, withoutNested(each)] as const],
  );
  return Object.fromEntries(kept);
}

function withoutNested(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNested);
  return isObject(value) ? withoutNulls(value) : value;
}

/** The schema's defaults, at every depth that the inputs reach; one that would conflict with an input is left out. */
export function withDefaults(schema: Schema, inputs: Properties): Properties {
  return fillDefaults(schema, inputs, inputs);
}

function fillDefaults(schema: Schema, value: Properties, inputs: Properties): Properties {
  const filled: Properties = { ...value };
  for (const [name, property] of Object.entries(schema)) {
    const given = value[name];
    const nested = property.properties ?? {};
    const conflicts = (property.conflictsWith ?? []).some(
      (c) => valueAt(inputs, conflictPath(c)) !== undefined,
    );
    if (given === undefined && property.default !== undefined && !conflicts) filled[name] = property.default;
    else if (isObject(given) && property.type === "object")
      filled[name] = fillDefaults(nested, given, inputs);
    else if (Array.isArray(given) && hasObjects(property))
      filled[name] = given.map((each) => (isObject(each) ? fillDefaults(nested, each, inputs) : each));
  }
  return filled;
}
