import { PolicyPack, type ResourceValidationPolicy, type StackValidationPolicy } from "@pulumi/policy";
import { plain, type Planned, type PlanPolicy, type ResourcePolicy } from "./plan";
import { policies } from "./policies";

new PolicyPack("loklak", {
  enforcementLevel: "mandatory",
  policies: policies.map((policy) => ("plan" in policy ? stackPolicy(policy) : resourcePolicy(policy))),
});

function resourcePolicy({ name, description, resource }: ResourcePolicy): ResourceValidationPolicy {
  return {
    name,
    description,
    validateResource: ({ type, name, urn, props, opts }, report) =>
      resource({ type, name, urn, props: plain(props), opts }).forEach((message) => report(message)),
  };
}

function stackPolicy({
  name,
  description,
  plan,
}: PlanPolicy): ResourceValidationPolicy & StackValidationPolicy {
  // Of all resources together the engine tells the outputs alone, and before the first `up` not even those.
  const inputs = new Map<string, Planned>();
  return {
    name,
    description,
    validateResource: ({ type, name, urn, props, opts }) =>
      void inputs.set(urn, { type, name, urn, props: plain(props), opts }),
    validateStack: ({ resources }, report) =>
      plan(resources.flatMap(({ urn }) => inputs.get(urn) ?? [])).forEach(({ urn, message }) =>
        report(message, urn),
      ),
  };
}
