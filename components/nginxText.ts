/** A block of nginx.conf, its lines indented. */
export function block(head: string, ...lines: string[]): string[] {
  return [`${head} {`, ...lines.map((line) => `    ${line}`), "}"];
}

/** A variable made of another one; keys and values stand as they are, so with quotes where nginx wants them. */
export function map(source: string, variable: string, values: Record<string, string | number>): string[] {
  return block(
    `map ${source} ${variable}`,
    ...Object.entries(values).map(([key, value]) => `${key} ${value};`),
  );
}
