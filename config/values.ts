import { Problem, projectKey, stackName } from "./problems";

/** The values of one program, without its namespace. */
export function ownValues(values: Record<string, string>, namespace: string): Record<string, unknown> {
  const own = Object.entries(values)
    .filter(([key]) => key.startsWith(`${namespace}:`))
    .map(([key, text]) => [key.slice(namespace.length + 1), structured(text)] as const);
  return Object.fromEntries(own);
}

/** Objects, lists, numbers and flags arrive as JSON, texts as they are. */
function structured(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A service account id, `loklak-<stack>-nodes`, has at most 30 characters. */
export function stackProblems(stack: string): Problem[] {
  if (/^[a-z]([a-z0-9-]{0,15}[a-z0-9])?$/.test(stack)) return [];
  return [
    {
      path: [stackName],
      value: stack,
      allowed: "must have at most 17 characters a-z, 0-9, - and start with a letter",
    },
  ];
}

export function projectProblems(project: string | undefined): Problem[] {
  if (project !== undefined && /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(project)) return [];
  return [
    {
      path: [projectKey],
      value: project,
      allowed: "must be the id of your Google Cloud project: `pulumi config set gcp:project <id>`",
    },
  ];
}
