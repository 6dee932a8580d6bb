import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Finding, StackVerdict } from "./types";

const filled = z.string().trim().min(1);

const approval = z.strictObject({
  /** As in `Pulumi.<stack>.yaml`. */
  stack: filled,
  /** Type and logical name, as the verdict shows them: `gcp:compute/disk:Disk data-index-disk-0`. */
  resource: z
    .string()
    .regex(/^\S+:\S+ \S.*$/, "must be a type and a name, such as gcp:compute/disk:Disk data-index-disk-0"),
  /** Who approves that it is lost. */
  by: filled,
  reason: filled,
});
export type Approval = z.infer<typeof approval>;

export const approvalsFile = "approvals.yaml";

/** The losses that a tree's approvals.yaml names; none without the file, a wrong one is an error that says what is wrong in it. */
export function readApprovals(tree: string): Approval[] {
  const file = join(tree, approvalsFile);
  if (!existsSync(file)) return [];
  const { data, error } = z.array(approval).safeParse(valueOf(readFileSync(file, "utf8")) ?? []);
  if (data) return data;
  const lines = error.issues.map(({ path, message }) => `  ${path.join(".") || "the file"}: ${message}`);
  throw new Error(
    [
      `${approvalsFile} is not usable; it must be a list of { stack, resource, by, reason }, resource as "<type> <name>":`,
      ...lines,
    ].join("\n"),
  );
}

/**
 * An approval is part of the change that needs it: one that the base has already was meant for an earlier change, and approves
 * nothing. `useless` are those that approve no loss.
 */
export function approve(
  verdicts: StackVerdict[],
  approvals: Approval[],
  ofBase: Approval[],
): { verdicts: StackVerdict[]; useless: string[] } {
  const isSpent = (given: Approval) => ofBase.some((old) => JSON.stringify(old) === JSON.stringify(given));
  const fresh = approvals.filter((given) => !isSpent(given));
  const used = new Set<Approval>();
  const approved = (stack: string, finding: Finding): Finding => {
    const given = fresh.find(
      (each) => each.stack === stack && each.resource === `${finding.type} ${finding.name}`,
    );
    if (finding.severity !== "loss" || !given) return finding;
    used.add(given);
    return { ...finding, severity: "look", approval: { by: given.by, reason: given.reason } };
  };
  return {
    verdicts: verdicts.map((verdict) => ({
      ...verdict,
      findings: verdict.findings.map((finding) => approved(verdict.stack, finding)),
    })),
    useless: approvals
      .filter((given) => !used.has(given))
      .map(
        (given) =>
          `${approvalsFile}: ${given.resource} in ${given.stack}: ` +
          (isSpent(given)
            ? "the base has this approval already, so it approves nothing here; delete it"
            : "approves a loss that the change does not bring; delete it"),
      ),
  };
}

function valueOf(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new Error(`${approvalsFile} is not valid YAML: ${(error as Error).message}`, { cause: error });
  }
}
