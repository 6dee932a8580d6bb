import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError, problemsOf, projectKey } from "loklak-gke/config/problems";
import { ownValues, projectProblems } from "loklak-gke/config/values";
import { schema, Settings } from "./schema";

/** One Google project, checked: what the rest of the program is told. */
export interface StackConfig extends Settings {
  /** The Google Cloud project, from `gcp:project`. */
  project: string;
  /** On every Google resource that carries labels. */
  labels: Record<string, string>;
}

const namespace = "bootstrap";

/**
 * Reads and checks the whole configuration of the stack; the only reader of it.
 * @throws ConfigurationError with every problem at once, before the first resource exists.
 */
export function loadConfig(): StackConfig {
  return parseConfig(pulumi.getStack(), pulumi.runtime.allConfig());
}

/** {@link loadConfig} for given values, by their full keys (`bootstrap:region`) and as the engine hands them over: as text. */
export function parseConfig(stack: string, values: Record<string, string>): StackConfig {
  const input = ownValues(values, namespace);
  const parsed = schema.safeParse(input);
  const project = values[projectKey];
  const problems = [
    ...projectProblems(project),
    ...(parsed.success ? [] : problemsOf(parsed.error, input, schema)),
  ];
  if (problems.length > 0 || !parsed.success || project === undefined)
    throw new ConfigurationError(stack, problems, namespace);
  return { ...parsed.data, project, labels: { application: "bootstrap" } };
}
