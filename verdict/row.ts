import type { Plan, Step } from "./plan";
import { categories, Category, PropertyChange, Severity } from "./types";

/** What a change means. */
export interface Meaning {
  category: Category;
  severity: Severity;
  /** One sentence without a full stop. */
  text: string;
}

/** What a rule decides on. */
export interface Case {
  step: Step;
  plan: Plan;
  /** The property, for a rule of properties. */
  change?: PropertyChange;
}

/** Decides where more is to be known than that something changes. */
export type Rule = (at: Case) => Effect;

export type Effect = Meaning | Rule | Effect[];

/** What the table says of a resource type. */
export interface Row {
  create: Effect;
  delete: Effect;
  replace: Effect;
  /** By paths of properties, separated by commas and without indices; what is below a path is meant, too, and the longest path counts. */
  properties: Record<string, Effect>;
  /** Every property that is not named. */
  otherwise: Effect;
}

type ByCategory = Record<Category, (text: string) => Meaning>;

export function ofSeverity(severity: Severity): ByCategory {
  const entries = categories.map((category) => [
    category,
    (text: string): Meaning => ({ category, severity, text }),
  ]);
  return Object.fromEntries(entries) as ByCategory;
}

/** `look.size("…")`: a person should look at it, because of its size. */
export const nothing = ofSeverity("nothing");
export const look = ofSeverity("look");
export const loss = ofSeverity("loss");

/** What an effect comes to in a case. */
export function meanings(effect: Effect, at: Case): Meaning[] {
  if (Array.isArray(effect)) return effect.flatMap((one) => meanings(one, at));
  return typeof effect === "function" ? meanings(effect(at), at) : [effect];
}
