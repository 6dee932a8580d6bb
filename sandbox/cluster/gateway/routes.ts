import type { Service } from "../controllers/objects";
import type { Gateway, HttpRoute, Listener, ParentReference } from "./objects";

type FoundService = (name: string, namespace: string) => Service | undefined;

/** What is wrong with a part, with the reason that Gateway API has for it. */
export interface Problem {
  reason: string;
  message: string;
}

/** The references of a route that name the Gateway. */
export function referencesTo({ metadata }: Gateway, route: HttpRoute): ParentReference[] {
  return (route.spec.parentRefs ?? []).filter(
    ({ kind = "Gateway", namespace = route.metadata.namespace, name }) =>
      kind === "Gateway" && namespace === metadata.namespace && name === metadata.name,
  );
}

/** The listeners that a route is attached to by the reference. */
export function listenersOf(
  gateway: Gateway,
  route: HttpRoute,
  { sectionName }: ParentReference,
): Listener[] {
  return gateway.spec.listeners
    .filter(({ name }) => sectionName === undefined || name === sectionName)
    .filter(({ allowedRoutes }) => {
      const from = allowedRoutes?.namespaces?.from ?? "Same";
      return from === "All" || (from === "Same" && route.metadata.namespace === gateway.metadata.namespace);
    });
}

/** Why a route is attached to none of the Gateway's listeners by the reference. */
export function parentProblem(
  gateway: Gateway,
  route: HttpRoute,
  reference: ParentReference,
): Problem | undefined {
  const { sectionName } = reference;
  if (sectionName !== undefined && !gateway.spec.listeners.some(({ name }) => name === sectionName))
    return { reason: "NoMatchingParent", message: `the Gateway has no listener ${sectionName}` };
  if (listenersOf(gateway, route, reference).length > 0) return undefined;
  const message = `no listener takes routes of the namespace ${route.metadata.namespace}`;
  return { reason: "NotAllowedByListeners", message };
}

/** Which of a route's backends is not there. */
export function backendProblem({ metadata, spec }: HttpRoute, find: FoundService): Problem | undefined {
  for (const backend of (spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs)) {
    const { group = "", kind = "Service", namespace = metadata.namespace ?? "", name, port } = backend;
    if (group !== "" || kind !== "Service")
      return { reason: "InvalidKind", message: `the stand-in knows no backend of the kind ${kind}` };
    if (namespace !== metadata.namespace)
      return {
        reason: "RefNotPermitted",
        message: `the stand-in knows backends of the route's own namespace alone, not ${namespace}/${name}`,
      };
    const service = find(name, namespace);
    if (service === undefined)
      return { reason: "BackendNotFound", message: `there is no service ${namespace}/${name}` };
    if (!service.spec.ports?.some((each) => each.port === port))
      return { reason: "BackendNotFound", message: `the service ${namespace}/${name} has no port ${port}` };
  }
  return undefined;
}

/** The services behind a route, by name, in its namespace. */
export function backendsOf({ spec }: HttpRoute): string[] {
  return (spec.rules ?? []).flatMap(({ backendRefs = [] }) => backendRefs).map(({ name }) => name);
}
