/** A step into a value: a property's name or a list's index. */
export type PathKey = string | number;

/** The path as the engine writes it: `spec.ports[0].name`, `metadata.labels["app.kubernetes.io/name"]`. */
export function formatPath(path: PathKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    if (/[."[\]]/.test(key)) return `${text}["${key.replaceAll('"', '\\"')}"]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** The steps of a path that the engine wrote; an index stays text and `*` stands for any step. */
export function parsePath(path: string): string[] {
  const steps = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[([^\]]+)\]|([^.[\]]+)/g);
  return [...steps].map(([, quoted, index, name]) => quoted?.replaceAll('\\"', '"') ?? index ?? name ?? "");
}

/** True when the path is the pattern or lies inside of it. */
export function isWithin(path: PathKey[], pattern: string[]): boolean {
  return (
    path.length >= pattern.length && pattern.every((step, i) => step === "*" || step === String(path[i]))
  );
}
