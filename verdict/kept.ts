import { optionChanges, Found } from "./properties";
import { Case, Effect, look, loss, Meaning, meanings, ofSeverity, Row } from "./row";
import { rowOf } from "./rows";
import { input } from "./rules";
import type { Category } from "./types";

/** Whether it stays in the cloud when the engine deletes it: for the engine's option, or the provider's. */
export function isKept(at: Case): boolean {
  return at.step.old?.retainOnDelete === true || input(at, "deletionPolicy") === "ABANDON";
}

/** Says in addition that the engine refuses. */
export function guarded(effect: Effect, at: Case): Meaning[] {
  const refused = at.step.old?.protect
    ? "; it is protected: the engine refuses until somebody unprotects it"
    : "";
  return meanings(effect, at).map((meaning) => ({ ...meaning, text: meaning.text + refused }));
}

/**
 * What it means that something leaves the stack and stays in the cloud. What the program protects is in use: to let it go is
 * as grave as to delete it. So it is when something empty takes its name.
 */
export function left(row: Row, at: Case): Meaning[] {
  const successor = successorOf(row, at);
  const stays = "it stays in the cloud, but leaves the stack, which neither uses nor guards it any more";
  const lost = successor
    ? `it leaves the stack, where \`${successor}\` is to take its name without what it holds`
    : `${stays}: what it holds is lost to the stack`;
  const effect = meanings(row.delete, at).map(({ category, severity }) =>
    severity === "loss" && (successor !== undefined || at.step.old?.protect)
      ? loss[category](lost)
      : ofSeverity(severity === "nothing" ? "nothing" : "look")[category](stays),
  );
  return guarded(effect, at);
}

/** What is made in the same plan under the same physical name. */
function successorOf(row: Row, { step, plan }: Case): string | undefined {
  const name = step.old?.inputs.name;
  const isSuccessor = ({ operation, type, new: state }: Case["step"]) =>
    operation === "create" && rowOf(type) === row && name !== undefined && state?.inputs.name === name;
  return plan.steps.find(isSuccessor)?.name;
}

/** What it means that the stack takes over what exists. */
export function takenOver(row: Row, at: Case): Meaning[] {
  return atStake(row, at).map((category) =>
    look[category]("the one that exists is taken over: from now on the stack says what it is, and guards it"),
  );
}

/** What guarded it and does so no longer. */
export function guardTakenAway(row: Row, at: Case): Found[] {
  const { old, new: now } = at.step;
  const [protect, retain] = ["(protect)", "(retainOnDelete)"].map((option) =>
    optionChanges(at.step).filter(({ path }) => path === option),
  );
  const lost = [
    {
      gone: old?.protect && now?.protect === false,
      changes: protect!,
      text: "from now on the engine does not refuse to delete or replace it (protect)",
    },
    {
      gone: old?.retainOnDelete && now?.retainOnDelete === false,
      changes: retain!,
      text: "from now on it is deleted in the cloud when it leaves the stack (retainOnDelete)",
    },
  ];
  return lost
    .filter(({ gone }) => gone)
    .flatMap(({ changes, text }) =>
      atStake(row, at).map((category) => ({ ...look[category](text), changes })),
    );
}

/** What its deletion would put at stake. */
function atStake(row: Row, at: Case): Category[] {
  const grave = meanings(row.delete, at).filter(({ severity }) => severity !== "nothing");
  return [...new Set(grave.map(({ category }) => category))];
}
