import { z } from "zod";
import type { PropertyChange } from "../sandbox/engine/changes";

/** What a reviewer asks about a change, in the order of the answers. */
export const categories = ["data", "address", "availability", "access", "size", "rest"] as const;
export type Category = (typeof categories)[number];

/**
 * How much is at stake: `nothing`; `look`: a person should look at it; `loss`: data or the public address would be lost.
 * Sorted, the worst last.
 */
export const severities = ["nothing", "look", "loss"] as const;
export type Severity = (typeof severities)[number];

/** The exit status of the command. */
export const exitStatus: Record<Severity, number> = { nothing: 0, look: 2, loss: 3 };

/** What the plan does to a resource; a replacement is one operation. */
export const operations = ["create", "import", "update", "replace", "delete", "forget"] as const;
export type Operation = (typeof operations)[number];

const propertyChange: z.ZodType<PropertyChange> = z.strictObject({
  path: z.string(),
  old: z.string().optional(),
  new: z.string().optional(),
  replaces: z.boolean(),
});
export type { PropertyChange };

const approval = z.strictObject({
  /** Who approved it. */
  by: z.string(),
  reason: z.string(),
});

/** One thing that the plan does to one resource, and what that means. */
const finding = z.strictObject({
  category: z.enum(categories),
  severity: z.enum(severities),
  operation: z.enum(operations),
  /** The engine's name of the resource. */
  urn: z.string(),
  /** As `gcp:compute/disk:Disk`. */
  type: z.string(),
  /** The resource's logical name. */
  name: z.string(),
  /** What it means for the reader, one sentence without a full stop. */
  meaning: z.string(),
  changes: z.array(propertyChange),
  /** There when a loss was approved: its severity is `look` then. */
  approval: approval.optional(),
});
export type Finding = z.infer<typeof finding>;

const stackVerdict = z.strictObject({
  stack: z.string(),
  severity: z.enum(severities),
  /** By category, in the plan's order within one. */
  findings: z.array(finding),
  /** Why the change cannot be deployed as it is: errors of the configuration, the engine and the policies. */
  refusals: z.array(z.string()),
});
export type StackVerdict = z.infer<typeof stackVerdict>;

/** What `npm run verdict -- --format json` prints. */
export const verdictSchema = z.strictObject({
  /** The commit that the change is held against, 40 hexadecimal digits. */
  base: z.string().regex(/^[0-9a-f]{40}$/),
  severity: z.enum(severities),
  stacks: z.array(stackVerdict),
  /** What the change does to the files that judge it: the verdict itself, the policies, the stand-ins, the approvals. */
  judges: z.array(z.string()),
});
export type Verdict = z.infer<typeof verdictSchema>;
