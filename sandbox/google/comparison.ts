import { type DiffKind, type Properties, UNKNOWN, type Value } from "../provider/provider";
import { relative } from "./ids";
import type { ResourceType } from "./resourceType";
import type { PropertySchema, Schema } from "./table";
import { isObject, join, valueAt } from "./values";

type Changes = Record<string, DiffKind>;

/** What would change, by property path; as in Terraform, the outputs are the old state, and what Google filled in stays. */
export function propertyChanges(
  schema: Schema,
  rules: ResourceType,
  olds: Properties,
  news: Properties,
): Changes {
  const references = new Set((rules.references ?? []).map(({ property }) => property));
  const comparison = new Comparison((path) => references.has(path.replace(/\[\d+\]/g, "[]")));
  comparison.objects(schema, olds, news, "");
  for (const [path, isReplaced] of Object.entries(rules.replacedBy ?? {})) {
    const [old, now] = [valueAt(olds, path) ?? null, valueAt(news, path) ?? null];
    const known = comparison.changes[path] !== undefined && now !== UNKNOWN;
    if (known && isReplaced(old, now, olds)) comparison.changes[path] = "update-replace";
  }
  return comparison.changes;
}

class Comparison {
  readonly changes: Changes = {};

  constructor(private readonly isReference: (path: string) => boolean) {}

  objects(schema: Schema, olds: Properties, news: Properties, path: string): void {
    for (const [name, property] of Object.entries(schema))
      if (!property.computed) this.values(property, olds[name], news[name], join(path, name));
  }

  private values(
    property: PropertySchema,
    old: Value | undefined,
    now: Value | undefined,
    path: string,
  ): void {
    if (now === undefined && property.filled) return;
    if (isEmpty(old) && isEmpty(now)) return;
    if (isObject(old) && isObject(now)) this.nested(property, old, now, path);
    else if (Array.isArray(old) && Array.isArray(now)) this.collections(property, old, now, path);
    else if (isEmpty(old) && old !== false && old !== 0) this.note("add", property, now, path);
    else if (now === undefined) this.note("delete", property, old, path);
    else if (!this.same(old ?? null, now, path)) this.note("update", property, now, path);
  }

  private nested(property: PropertySchema, old: Properties, now: Properties, path: string): void {
    if (property.type !== "map") return this.objects(property.properties ?? {}, old, now, path);
    const value: PropertySchema = { type: "string", replaces: property.replaces };
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)]))
      if (old[key] !== now[key]) this.values(value, old[key], now[key], join(path, key));
  }

  private collections(property: PropertySchema, olds: Value[], news: Value[], path: string): void {
    const element: PropertySchema = {
      ...property,
      type: property.properties ? "object" : "string",
      filled: false,
    };
    const { old, now } = property.type.startsWith("set")
      ? this.unmatched(element, olds, news, path)
      : { old: numbered(olds), now: numbered(news) };
    for (const index of new Set([...old.keys(), ...now.keys()]))
      this.values(element, old.get(index), now.get(index), `${path}[${index}]`);
  }

  /** The elements of two sets that are not in the other, the new ones paired with old ones where there are any. */
  private unmatched(
    element: PropertySchema,
    olds: Value[],
    news: Value[],
    path: string,
  ): { old: Map<number, Value>; now: Map<number, Value> } {
    const old = numbered(olds);
    const now = numbered(news);
    for (const [index, value] of now) {
      const twin = [...old].find(([, other]) => {
        const trial = new Comparison(this.isReference);
        trial.values(element, other, value, `${path}[0]`);
        return Object.keys(trial.changes).length === 0;
      });
      if (twin === undefined) continue;
      old.delete(twin[0]);
      now.delete(index);
    }
    const places = [...now.keys()];
    const paired = [...old.values()].map((value, i) => [places[i] ?? news.length + i, value] as const);
    return { old: new Map(paired), now };
  }

  private same(old: Value, now: Value, path: string): boolean {
    if (typeof old !== "string" || typeof now !== "string") return old === now;
    const [a, b] = [relative(old), relative(now)];
    return a === b || (this.isReference(path) && (a.endsWith(`/${b}`) || b.endsWith(`/${a}`)));
  }

  private note(
    kind: "add" | "delete" | "update",
    property: PropertySchema,
    value: Value | undefined,
    path: string,
  ) {
    const replaces = property.replaces === true || reachesReplacing(property, value);
    this.changes[path] = replaces ? `${kind}-replace` : kind;
  }
}

/** The value of an added or removed object has a property that makes a new resource. */
function reachesReplacing({ properties = {} }: PropertySchema, value: Value | undefined): boolean {
  if (Array.isArray(value))
    return value.some((element) => reachesReplacing({ type: "object", properties }, element));
  if (!isObject(value)) return false;
  return Object.entries(properties).some(
    ([name, nested]) =>
      !isEmpty(value[name]) && (nested.replaces === true || reachesReplacing(nested, value[name])),
  );
}

/** Terraform does not tell a zero value from one that is not set. */
function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === 0 || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

function numbered(values: Value[]): Map<number, Value> {
  return new Map(values.map((value, index) => [index, value]));
}

/** Changes without those under an ignored path; the engine passes resources' ignoreChanges. */
export function withoutIgnored(changes: Changes, ignored: string[]): Changes {
  const isIgnored = (path: string) =>
    ignored.some(
      (each) => each === "*" || path === each || path.startsWith(`${each}.`) || path.startsWith(`${each}[`),
    );
  return Object.fromEntries(Object.entries(changes).filter(([path]) => !isIgnored(path)));
}
