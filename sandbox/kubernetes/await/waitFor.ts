import type { KubeObject } from "../../cluster/kubeClient";
import { listAt } from "../../provider/values";
import { annotation, annotationOf } from "../annotations";
import type { Readiness } from "./readiness";

const form = /^condition=([^=]+)(?:=(.+))?$/;

interface Condition {
  type: string;
  status: string;
  message?: string;
  observedGeneration?: number;
}

/** What is wrong with the annotation; undefined when the stand-in can wait for what it says, or there is none. */
export function waitForFault(object: object): string | undefined {
  const wrong = expressionsOf(object)?.find((each) => !form.test(each));
  return wrong === undefined
    ? undefined
    : `${JSON.stringify(wrong)} is not allowed; the stand-in waits for condition=<type> or condition=<type>=<status>`;
}

/** Readiness as the object's annotation says it, for any kind (pulumi-kubernetes, overrides.go); undefined without one. */
export function waitForReadiness(object: object): Readiness | undefined {
  const expressions = expressionsOf(object);
  if (expressions === undefined) return undefined;
  return {
    judge({ object: live }) {
      const missing = expressions.flatMap((each) => lacking(live, each) ?? []);
      const progress = missing.length === 0 ? `${live.kind} is ready` : `Waiting for ${missing.join(", ")}`;
      return { ready: missing.length === 0, progress, problems: missing };
    },
    judgedOnRead: false,
  };
}

/** The condition that the object lacks, with what it says itself; one that is of an older generation counts as lacking. */
function lacking(live: KubeObject, expression: string): string | undefined {
  const [, type = "", status = "True"] = form.exec(expression) ?? [];
  const found = listAt<Condition>(live, "status", "conditions").find((each) => each.type === type);
  const isCurrent = (found?.observedGeneration ?? Infinity) >= (live.metadata.generation ?? 0);
  if (isCurrent && found?.status.toLowerCase() === status.toLowerCase()) return undefined;
  return `condition ${type}=${status}${found?.message ? ` (${found.message})` : ""}`;
}

/** One expression, or a JSON list of them. */
function expressionsOf(object: object): string[] | undefined {
  const value = annotationOf(object, annotation.waitFor);
  if (value === undefined || value === "") return undefined;
  try {
    return (JSON.parse(value) as unknown[]).map(String);
  } catch {
    return [value];
  }
}
