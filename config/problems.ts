import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/** One wrong value: where it is, what it is and what would be allowed. */
export interface Problem {
  path: PropertyKey[];
  value: unknown;
  allowed: string;
}

/** All that is wrong with a stack's configuration, in one message; the engine prints it without a stack trace. */
export class ConfigurationError extends pulumi.RunError {
  /** @param namespace what the keys begin with: the project's name */
  constructor(stack: string, problems: Problem[], namespace = "loklak") {
    const lines = problems.map(
      ({ path, value, allowed }) => `  ${pathText(path, namespace)}: ${valueText(path, value)} ${allowed}`,
    );
    super(
      `The configuration of stack ${oneLine(`'${stack}'`)} is not usable, nothing was changed:\n${lines.join("\n")}`,
    );
    // Pulumi inspects the error once more for a trace, and Node 20 takes 20 s to colour the SDK's stack lines.
    this.stack = "";
  }
}

/** zod's findings in our own words; `input` is what was parsed with the schema `of`. */
export function problemsOf(error: z.ZodError, input: unknown, of: z.ZodType): Problem[] {
  return error.issues.flatMap((issue) => {
    const value = issue.path.reduce<unknown>(
      (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
      input,
    );
    if (issue.code === "unrecognized_keys") {
      const allowed = `is not known, known are ${knownKeys(issue.path, of).join(", ")}`;
      return issue.keys.map((key) => ({
        path: [...issue.path, key],
        value: (value as Record<string, unknown>)[key],
        allowed,
      }));
    }
    if (issue.code === "invalid_key")
      return [
        { path: issue.path, value: issue.path.at(-1), allowed: issue.issues[0]?.message ?? issue.message },
      ];
    if (issue.code === "invalid_type" && issue.expected === "object")
      return [
        {
          path: issue.path,
          value,
          allowed: `must be a section with ${knownKeys(issue.path, of).join(", ")}`,
        },
      ];
    return [{ path: issue.path, value, allowed: issue.message }];
  });
}

/** What may stand at a place of the configuration. */
function knownKeys(path: PropertyKey[], of: z.ZodType): string[] {
  const at = path.reduce<JsonSchema>(
    (inner, key) => inner.properties?.[String(key)] ?? (inner.additionalProperties || {}),
    z.toJSONSchema(of, { io: "input" }) as JsonSchema,
  );
  return Object.keys(at.properties ?? {});
}

interface JsonSchema {
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | false;
}

/** Where a problem can be besides this program's own keys. */
export const stackName = "the stack's name";
export const projectKey = "gcp:project";

function pathText(path: PropertyKey[], namespace: string): string {
  const [first, ...rest] = path;
  const top = String(first);
  const name = [stackName, projectKey].includes(top) ? top : `${namespace}:${keyText(top)}`;
  return (
    name + rest.map((key) => (typeof key === "number" ? `[${key}]` : `.${keyText(String(key))}`)).join("")
  );
}

function keyText(key: string): string {
  return /^[\w.-]+$/.test(key) ? key : oneLine(JSON.stringify(key));
}

function valueText(path: PropertyKey[], value: unknown): string {
  // Tokens are among loklak's settings.
  if (path[0] === "loklak" && path[1] === "settings" && value !== path.at(-1)) return "its value";
  return value === undefined ? "is missing," : oneLine(JSON.stringify(value));
}

/** Without line breaks, and without what moves a terminal's cursor or turns its text. */
function oneLine(text: string): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => character.split("").map(escaped).join(""));
}
