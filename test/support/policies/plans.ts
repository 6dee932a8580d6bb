import type { Planned } from "../../../policy/plan";
import { policies } from "../../../policy/policies";
import { recordOf } from "../golden";

export type Plan = Planned[];

/** Changes of prod by policy: what passes it, and what does not, with what is said on a line for each resource. */
export type Cases = Record<string, { pass: Edit[][]; fail: [says: string, ...edits: Edit[]][] }>;

/** All that a stack's program registers, as a policy is told of it; its file has these values more. */
export async function planOf(stack: string, more: Record<string, string> = {}): Promise<Plan> {
  const { resources } = await recordOf(stack, more);
  return resources.map(({ type, name, inputs, options }) => ({
    type,
    name,
    urn: `urn:pulumi:${stack}::loklak::${type}::${name}`,
    props: inputs,
    opts: { protect: options.protect ?? false },
  }));
}

/** What the policies find in a plan, `<policy>: <resource> <message>`. */
export function violations(plan: Plan): string[] {
  return policies.flatMap((policy) => {
    const found =
      "plan" in policy
        ? policy.plan(plan)
        : plan.flatMap((resource) =>
            policy.resource(resource).map((message) => ({ urn: resource.urn, message })),
          );
    return found.map(({ urn, message }) => `${policy.name}: ${urn.split("::").at(-1)} ${message}`);
  });
}

/** A change of a program, as its plan shows it. */
export type Edit = (plan: Plan) => Plan;

export const unprotect = (type: string, name: string): Edit =>
  change(type, name, (resource) => ({ ...resource, opts: { protect: false } }));

export const remove =
  (type: string, name: string): Edit =>
  (plan) => {
    if (!plan.some(is(type, name))) throw new Error(`there is no ${type} ${name}`);
    return plan.filter((resource) => !is(type, name)(resource));
  };

export const add =
  (type: string, name: string, props: Planned["props"], opts = { protect: false }): Edit =>
  (plan) => [...plan, { type, name, urn: `urn:pulumi:stack::loklak::${type}::${name}`, props, opts }];

/** Gives an input another value, at a path such as `spec.ports.0.port`; undefined takes it away. */
export const set = (type: string, name: string, path: string, value: unknown): Edit =>
  change(type, name, (resource) => {
    const props = structuredClone(resource.props);
    const keys = path.split(".");
    const last = keys.pop()!;
    const inner = keys.reduce((at, key) => at[key] as Record<string, unknown>, props);
    if (value === undefined) delete inner[last];
    else inner[last] = value;
    return { ...resource, props };
  });

function change(type: string, name: string, make: (resource: Planned) => Planned): Edit {
  return (plan) => {
    if (!plan.some(is(type, name))) throw new Error(`there is no ${type} ${name}`);
    return plan.map((resource) => (is(type, name)(resource) ? make(resource) : resource));
  };
}

function is(type: string, name: string): (resource: Planned) => boolean {
  return (resource) => resource.type === type && resource.name === name;
}
