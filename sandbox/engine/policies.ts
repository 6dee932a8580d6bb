import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";

/** Rules that every plan of a project keeps. */
export interface PolicyPack {
  /** Holds PulumiPolicy.yaml; the engine itself runs the pack in it. */
  folder: string;
  /** Why a step of a plan is refused, of which the engine tells policies nothing; undefined when it is not. */
  refusalOf: (step: StepEventMetadata) => string | undefined;
}

export interface Violation {
  policy: string;
  urn: string;
  message: string;
}

/** The violation of a policy that an event of a plan tells of. */
export function violationIn(
  { policyEvent, resourcePreEvent }: EngineEvent,
  pack: PolicyPack | undefined,
): Violation | undefined {
  if (policyEvent?.enforcementLevel === "mandatory") {
    const { policyName: policy, resourceUrn: urn = "", message } = policyEvent;
    // The policy's description comes first, on a line of its own.
    return { policy, urn, message: message.trim().replace(/^.*\n/, "") };
  }
  const { metadata } = resourcePreEvent ?? {};
  const refusal = metadata && pack?.refusalOf(metadata);
  return refusal === undefined
    ? undefined
    : { policy: "what-is-kept-stays", urn: metadata!.urn, message: refusal };
}
