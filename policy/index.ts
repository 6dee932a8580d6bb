import {
  PolicyPack,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { plain, type Planned, type PlanPolicy, type ResourcePolicy } from "./plan";
import { policies } from "./policies";

/**
 * The inputs by URN, as resource policies are told of them one after the other: of all resources together the engine tells the
 * outputs alone, and before the first `up` not even those.
 */
const plan = new Map<string, Planned>();

function planned({ type, name, urn, props, opts }: ResourceValidationArgs): Planned {
  const resource = plan.get(urn) ?? { type, name, urn, props: plain(props), opts };
  plan.set(urn, resource);
  return resource;
}

function resourcePolicy({ resource, ...policy }: ResourcePolicy): ResourceValidationPolicy {
  return {
    ...policy,
    validateResource: (args, report) => resource(planned(args)).forEach((message) => report(message)),
  };
}

function planPolicy({ plan: judge, ...policy }: PlanPolicy): StackValidationPolicy {
  return {
    ...policy,
    validateStack: ({ resources }, report) =>
      judge(resources.flatMap(({ urn }) => plan.get(urn) ?? [])).forEach(({ urn, message }) =>
        report(message, urn),
      ),
  };
}

new PolicyPack("loklak", {
  enforcementLevel: "mandatory",
  policies: policies.map((policy) => ("plan" in policy ? planPolicy(policy) : resourcePolicy(policy))),
});
