import { type CheckFailure, type Properties, UNKNOWN } from "../../provider/provider";
import type { ResourceType } from "../resourceType";
import type { Schema } from "../table";
import { isObject, join, valuesAt } from "../values";
import { demand, demandOneOf, labelKey, labelValue } from "./formats";

/** Of every type that has the property; PREVENT and ABANDON are kept by the provider itself. */
const deletionPolicies = ["DELETE", "PREVENT", "ABANDON"];

/** What Google would refuse of inputs that satisfy the schema; values that are not known yet pass. */
export function ruleFailures(schema: Schema, rules: ResourceType, inputs: Properties): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const report = (property: string, reason: string) => failures.push({ property, reason });
  const allowed = {
    ...rules.allowed,
    ...(schema.deletionPolicy ? { deletionPolicy: deletionPolicies } : {}),
  };
  for (const [path, values] of Object.entries(allowed))
    for (const found of texts(inputs, path)) demandOneOf(found.path, found.value, values, report);
  for (const [path, format] of Object.entries(rules.formats ?? {}))
    for (const found of texts(inputs, path)) demand(found.path, found.value, format, report);
  for (const property of ["labels", "resourceLabels"]) {
    const labels = inputs[property];
    for (const [key, value] of Object.entries(isObject(labels) ? labels : {})) {
      demand(join(property, key), key, labelKey, report);
      if (typeof value === "string" && value !== UNKNOWN)
        demand(join(property, key), value, labelValue, report);
    }
  }
  rules.check?.(inputs, report);
  return failures;
}

function texts(inputs: Properties, path: string): { path: string; value: string }[] {
  return valuesAt(inputs, path).flatMap(({ path: at, value }) =>
    typeof value === "string" && value !== UNKNOWN ? [{ path: at, value }] : [],
  );
}
