import { projectName } from "../sandbox/engine/settings";
import { stackResource } from "./stackResource";
import type { Finding } from "./types";

/** For a stack without a file: `pulumi` is not told of it any more, what it has deployed stays. `base` is the folder with the last one. */
export function withoutFile(stack: string, base: string): Finding {
  return left(stack, base, {
    category: "rest",
    severity: "look",
    meaning: `Pulumi.${stack}.yaml is gone: all that the stack has deployed stays and costs, and nothing describes it any more`,
  });
}

/** For a project of another name: `pulumi` looks for a stack of that project, and makes all of it anew. */
export function renamed(stack: string, base: string, tree: string): Finding[] {
  const [before, now] = [base, tree].map(projectName);
  if (before === now) return [];
  return [
    left(stack, base, {
      category: "data",
      severity: "loss",
      meaning: `the project is called ${now} in Pulumi.yaml, no more ${before}: Pulumi finds no such stack and makes all of it anew and empty; what this one has deployed, its data too, is left behind`,
    }),
  ];
}

function left(
  stack: string,
  base: string,
  what: Pick<Finding, "category" | "severity" | "meaning">,
): Finding {
  return { ...what, operation: "forget", ...stackResource(projectName(base), stack), changes: [] };
}
