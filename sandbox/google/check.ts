import type { CheckContext, CheckResult, Properties } from "../provider/provider";
import { defaultsKey, withName } from "./names";
import { ruleFailures } from "./rules/check";
import { schemaFailures, withDefaults, withoutNulls } from "./schemaCheck";
import { schemaOf } from "./table";
import { rulesOf } from "./types";

/** The inputs with names and defaults filled in as the real provider does it, and everything that is wrong with them. */
export function checkResource(olds: Properties, news: Properties, context: CheckContext): CheckResult {
  const { type, name, randomSeed } = context;
  const [schema, rules] = [schemaOf(type), rulesOf(type)];
  const { [defaultsKey]: _, ...given } = withoutNulls(news);
  const named = withName({ type, schema, logicalName: name, randomSeed }, olds, given);
  const inputs = withDefaults(schema, named.inputs);
  const failures = [
    ...named.failures,
    ...schemaFailures(schema, named.inputs),
    ...ruleFailures(schema, rules, inputs),
  ];
  const defaulted = Object.keys(inputs).filter((property) => given[property] === undefined);
  return { inputs: { ...inputs, [defaultsKey]: defaulted }, failures };
}
