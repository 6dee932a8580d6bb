import type { PropertyChange } from "./types";

/** `spec.ports[0].port` as `spec`, `ports`, `port`; `labels["a.b"]` as `labels`, `a.b`: indices are left out. */
export function segments(path: string): string[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[\d+\]|([^.[\]]+)/g)].flatMap(
    ([, quoted, plain]) => quoted ?? plain ?? [],
  );
}

export function isBelow(path: string[], above: string[]): boolean {
  return above.every((segment, i) => path[i] === segment);
}

/** The changes below a change of an object or a list, one level deeper; none when its values are not both known. */
export function parts(change: PropertyChange): PropertyChange[] | undefined {
  const old = parsed(change.old);
  const now = parsed(change.new);
  if (old === undefined || now === undefined) return undefined;
  const list = Array.isArray(old) || Array.isArray(now);
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) => {
    const [before, after] = [textOf(old, key), textOf(now, key)];
    if (before === after) return [];
    return {
      path: change.path + (list ? `[${key}]` : `[${JSON.stringify(key)}]`),
      ...(before !== undefined && { old: before }),
      ...(after !== undefined && { new: after }),
      replaces: change.replaces,
    };
  });
}

function parsed(text: string | undefined): object | undefined {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(values: object, key: string): string | undefined {
  return JSON.stringify((values as Record<string, unknown>)[key]);
}
