export type Path = (string | number)[];

/** Where a text is. */
export function texts(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    texts(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The value with another text at a place. */
export function replaced(value: unknown, [step, ...rest]: Path, change: (text: string) => string): unknown {
  if (step === undefined) return change(value as string);
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[step] = replaced(copy[step], rest, change);
  return copy;
}

export interface JsonSchema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

/** The places of the schema that take a text which is not one of a few. */
export function textKeys({ type, enum: values, ...inner }: JsonSchema, path = ""): string[] {
  if (type === "string") return values ? [] : [path];
  return [
    ...Object.entries(inner.properties ?? {}).flatMap(([key, each]) => textKeys(each, `${path}.${key}`)),
    ...(inner.additionalProperties ? textKeys(inner.additionalProperties, `${path}.*`) : []),
    ...(inner.items ? textKeys(inner.items, `${path}.*`) : []),
    ...(inner.anyOf ?? []).flatMap((each) => textKeys(each, path)),
  ];
}
