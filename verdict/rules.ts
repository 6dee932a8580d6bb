import type { Case, Effect, Rule } from "./row";
import type { PropertyChange } from "./types";

/** For a number or a quantity: what more of it means, and what less; unknown values mean what less means. */
export function moreOrLess(more: Effect, less: Effect): Rule {
  return ({ change }) => {
    const [old, now] = [amount(change?.old), amount(change?.new)];
    return old !== undefined && now !== undefined && now > old ? more : less;
  };
}

/** For a property with one safe value: what it means when the change leads there, and what otherwise. */
export function toValue(safe: unknown, there: Effect, elsewhere: Effect): Rule {
  return ({ change }) => (change?.new === JSON.stringify(safe) ? there : elsewhere);
}

export function when(condition: (at: Case) => boolean, then: Effect, otherwise: Effect): Rule {
  return (at) => (condition(at) ? then : otherwise);
}

export const isProtected = ({ step }: Case) => step.old?.protect === true;

/** What the old state, or else the new one, says at this path of its inputs. */
export function input({ step }: Case, ...path: string[]): unknown {
  return at((step.old ?? step.new)?.inputs, path);
}

export function newInput({ step }: Case, ...path: string[]): unknown {
  return at((step.new ?? step.old)?.inputs, path);
}

/** What is at this path of it. */
export function at(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );
}

const units: Record<string, number> = {
  "": 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, s: 1,
}; // prettier-ignore

/** A number, a quantity of Kubernetes or seconds, as JSON text. */
function amount(text: PropertyChange["old"]): number | undefined {
  const [, digits, unit = ""] = /^"?(\d+(?:\.\d+)?)([A-Za-z]*)"?$/.exec(text ?? "") ?? [];
  const factor = units[unit];
  return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
