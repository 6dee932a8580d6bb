import { UnknownValueError } from "@pulumi/policy";

/** A resource of a plan: what a program registers, before or after it is there. */
export interface Planned {
  /** Type token, such as `gcp:compute/disk:Disk`. */
  type: string;
  name: string;
  urn: string;
  /** The inputs, in plain values; one that the engine cannot know yet is `unknown`. */
  props: Record<string, unknown>;
  opts: { protect: boolean };
}

/** What a policy finds wrong, and with which resource. */
export interface Violation {
  urn: string;
  message: string;
}

interface Policy {
  name: string;
  description: string;
}

/** Judges each resource, before anything is done to it. */
export interface ResourcePolicy extends Policy {
  resource: (resource: Planned) => string[];
}

/** Judges all resources together, when the last one is planned. */
export interface PlanPolicy extends Policy {
  plan: (resources: Planned[]) => Violation[];
}

/** In place of a value that depends on something which is not there yet; no policy holds it against anyone. */
export const unknown = "(known after up)";

/** What Pulumi's policy runner hands over throws where a value is not known yet; this copy has `unknown` there. */
export function plain<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const values = Object.keys(value).map((key) => [key, known(() => plain(value[key as keyof T]))] as const);
  return (Array.isArray(value) ? values.map(([, inner]) => inner) : Object.fromEntries(values)) as T;
}

function known(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownValueError) return unknown;
    throw error;
  }
}

/** Of resources, those of these types. */
export function of(...types: string[]): (resource: Planned) => boolean {
  return ({ type }) => types.includes(type);
}

/** The elements of a list; none of one that is missing or unknown. */
export function list<T>(value: T[] | undefined): T[] {
  return Array.isArray(value) ? value : [];
}

/** True when these labels are among those; an empty selector means every pod. */
export function selects(selector: Record<string, string> = {}, labels: Record<string, string> = {}): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
