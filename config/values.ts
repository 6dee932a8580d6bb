import { z } from "zod";
import { ConfigurationError, Problem, problemsOf, projectKey, stackName } from "./problems";

/** What of an environment follows from its stack's name and project. */
export interface Environment {
  /** The Google Cloud project, from `gcp:project`. */
  project: string;
  /** Start of every physical name, `<namespace>-<stack>`: two stacks may share one project. */
  prefix: string;
  /** On every Google resource that carries labels. */
  labels: Record<string, string>;
}

/** What a program lets its stacks be configured with. */
export interface Configurable<Settings> {
  /** What its keys begin with: the name of the Pulumi project. */
  namespace: string;
  schema: z.ZodType<Settings>;
  /** What does not fit each other; asked when each value is right in itself. */
  crossCheck: (settings: Settings) => Problem[];
}

/**
 * One environment of a program, from values by their full keys (`keystone:api`) and as the engine hands them over: as text.
 * @throws ConfigurationError with every problem at once.
 */
export function parseEnvironment<Settings extends object>(
  { namespace, schema, crossCheck }: Configurable<Settings>,
  stack: string,
  values: Record<string, string>,
): Settings & Environment {
  const input = ownValues(values, namespace);
  const parsed = schema.safeParse(input);
  const project = values[projectKey];
  const problems = [
    ...stackProblems(stack),
    ...projectProblems(project),
    ...(parsed.success ? crossCheck(parsed.data) : problemsOf(parsed.error, input, schema)),
  ];
  if (problems.length > 0 || !parsed.success || project === undefined)
    throw new ConfigurationError(stack, problems, namespace);
  return { ...parsed.data, ...environment(namespace, stack, project) };
}

export function environment(namespace: string, stack: string, project: string): Environment {
  return {
    project,
    prefix: prefixOf(namespace, stack),
    labels: { application: namespace, environment: stack },
  };
}

export function prefixOf(namespace: string, stack: string): string {
  return `${namespace}-${stack}`;
}

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
