import type { Service } from "../controllers/objects";
import { describe, type GoogleResources } from "./google";
import type { Gateway, Policy } from "./objects";
import type { Problem } from "./routes";

/** What a policy can be for, in its namespace. */
export interface Targets {
  gateways: Gateway[];
  services: Service[];
  /** All policies of its kind. */
  policies: Policy[];
}

/** Why a policy changes nothing. */
export function policyProblem(
  policy: Policy,
  targets: Targets,
  google: GoogleResources,
): Problem | undefined {
  const { namespace } = policy.metadata;
  const { kind, name, namespace: other = namespace } = policy.spec.targetRef;
  const candidates = kind === "Gateway" ? targets.gateways : targets.services;
  if (other !== namespace)
    return { reason: "Invalid", message: `a policy is for objects of its own namespace alone, not ${other}` };
  if (!candidates.some(({ metadata }) => metadata.name === name && metadata.namespace === namespace))
    return { reason: "TargetNotFound", message: `there is no ${kind} ${namespace}/${name}` };
  const first = targets.policies
    .filter((each) => each.metadata.namespace === namespace && each.spec.targetRef.name === name)
    .sort((a, b) => ageOf(a).localeCompare(ageOf(b)))[0];
  if (first !== undefined && first.metadata.name !== policy.metadata.name)
    return { reason: "Conflicted", message: `${first.metadata.name} is for ${name} already` };
  const missing = usesOf(policy, google).find((id) => !google.has(id));
  return missing === undefined
    ? undefined
    : { reason: "Invalid", message: `there is no ${describe(missing)}` };
}

/** The ids of the Google resources that the policy names. */
export function usesOf({ spec }: Policy, google: GoogleResources): string[] {
  const { sslPolicy, securityPolicy } = spec.default ?? {};
  return [
    ...(sslPolicy === undefined ? [] : [google.global("sslPolicies", sslPolicy)]),
    ...(securityPolicy === undefined ? [] : [google.global("securityPolicies", securityPolicy)]),
  ];
}

/** By creation, then by name. */
function ageOf({ metadata }: Policy): string {
  return `${metadata.creationTimestamp ?? ""} ${metadata.name}`;
}
