import { isDeepStrictEqual } from "node:util";
import type { ControllerContext } from "../controllers/controller";
import type { KubeObject } from "../kubeObject";
import { conditionOf } from "./conditions";
import { gatewayFinalizer, usedBy, usesAnnotation } from "./names";
import type { Gateway, HttpRoute, Policy } from "./objects";
import { backendProblem, listenersOf, parentProblem, referencesTo, type Problem } from "./routes";

const controllerName = "networking.gke.io/gateway";

/** What became of a Gateway. */
export interface Outcome {
  /** Why its form is refused. */
  accepted: Problem | undefined;
  /** Why it has no load balancer. */
  programmed: Problem | undefined;
  address: string | undefined;
  /** The ids of the Google resources that a load balancer of it uses. */
  uses: string[];
  /** The routes that are attached to it. */
  routes: HttpRoute[];
}

/** Holds what the load balancer uses before it says that there is one. */
export async function writeGateway(
  context: ControllerContext,
  gateway: Gateway,
  outcome: Outcome,
): Promise<void> {
  const held = outcome.programmed === undefined ? await hold(context, gateway, outcome.uses) : gateway;
  const { conditions } = held.status ?? {};
  const listeners = held.spec.listeners.map((listener) => {
    const known = held.status?.listeners?.find(({ name }) => name === listener.name)?.conditions;
    const attached = outcome.routes.filter((route) =>
      referencesTo(held, route).some((reference) => listenersOf(held, route, reference).includes(listener)),
    );
    return {
      name: listener.name,
      attachedRoutes: attached.length,
      supportedKinds: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute" }],
      conditions: [
        conditionOf("Accepted", outcome.accepted && invalid(outcome.accepted), "Accepted", held, known),
        conditionOf(
          "Programmed",
          outcome.programmed && invalid(outcome.programmed),
          "Programmed",
          held,
          known,
        ),
        conditionOf("ResolvedRefs", undefined, "ResolvedRefs", held, known),
      ],
    };
  });
  const { address, programmed } = outcome;
  await writeStatus(context, held, {
    conditions: [
      conditionOf("Accepted", outcome.accepted, "Accepted", held, conditions),
      conditionOf("Programmed", programmed && notProgrammed(programmed), "Programmed", held, conditions),
    ],
    addresses:
      programmed === undefined ? [{ type: "IPAddress", value: address }] : (held.status?.addresses ?? []),
    listeners,
  });
  if (programmed !== undefined) await warn(context, gateway, programmed);
}

/** Of a listener whose Gateway has a problem. */
function invalid({ message }: Problem): Problem {
  return { reason: "Invalid", message };
}

/** Reasons of the condition Accepted are none of Programmed. */
function notProgrammed({ reason, message }: Problem): Problem {
  return { reason: reason.startsWith("Address") ? reason : "Invalid", message };
}

async function hold(context: ControllerContext, gateway: Gateway, uses: string[]): Promise<Gateway> {
  const { finalizers = [], resourceVersion } = gateway.metadata;
  if (finalizers.includes(gatewayFinalizer) && isDeepStrictEqual(usedBy(gateway), uses)) return gateway;
  return context.client.patch<Gateway>(gateway, {
    metadata: {
      finalizers: [...new Set([...finalizers, gatewayFinalizer])],
      annotations: { [usesAnnotation]: JSON.stringify(uses) },
      resourceVersion,
    },
  });
}

/** Lets the Gateway go: what its load balancer used is free. */
export async function loseLoadBalancer({ client }: ControllerContext, gateway: Gateway): Promise<void> {
  const { finalizers = [], resourceVersion } = gateway.metadata;
  if (!finalizers.includes(gatewayFinalizer)) return;
  const others = finalizers.filter((each) => each !== gatewayFinalizer);
  const annotations = { [usesAnnotation]: null };
  await client.patch(gateway, { metadata: { finalizers: others, annotations, resourceVersion } });
}

export async function writeRoute(
  context: ControllerContext,
  gateway: Gateway,
  route: HttpRoute,
): Promise<void> {
  const find = (name: string, namespace: string) => context.world.services.get(name, namespace);
  const backend = backendProblem(route, find);
  const parents = route.status?.parents ?? [];
  const own = referencesTo(gateway, route).map((parentRef) => {
    const known = parents.find((each) => isDeepStrictEqual(each.parentRef, parentRef))?.conditions;
    const problem = parentProblem(gateway, route, parentRef);
    return {
      parentRef,
      controllerName,
      conditions: [
        conditionOf("Accepted", problem, "Accepted", route, known),
        conditionOf("ResolvedRefs", backend, "ResolvedRefs", route, known),
      ],
      problem,
    };
  });
  const others = parents.filter(
    ({ parentRef }) =>
      !own.some((each) => isDeepStrictEqual(each.parentRef, parentRef)) &&
      (route.spec.parentRefs ?? []).some((each) => isDeepStrictEqual(each, parentRef)),
  );
  const told = own.map(({ problem: _, ...parent }) => parent);
  await writeStatus(context, route, { parents: [...others, ...told] });
  for (const problem of [backend, ...own.map((each) => each.problem)])
    if (problem !== undefined) await warn(context, route, problem);
}

export async function writePolicy(
  context: ControllerContext,
  policy: Policy,
  problem: Problem | undefined,
): Promise<void> {
  const attached = conditionOf("Attached", problem, "Attached", policy, policy.status?.conditions);
  await writeStatus(context, policy, { conditions: [attached] });
  if (problem !== undefined) await warn(context, policy, problem);
}

async function warn(
  { events }: ControllerContext,
  object: KubeObject,
  { reason, message }: Problem,
): Promise<void> {
  await events.tell(object, "stand-in Gateway controller", { type: "Warning", reason, message });
}

async function writeStatus({ client }: ControllerContext, object: KubeObject, status: object): Promise<void> {
  if (!isDeepStrictEqual(object.status, status))
    await client.patch(object, { status }, { subresource: "status" });
}
