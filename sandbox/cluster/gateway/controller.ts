import { forEach, type Controller, type ControllerContext } from "../controllers/controller";
import type { KubeObject } from "../kubeObject";
import { globalClass, usedBy } from "./names";
import type { Gateway, Policy } from "./objects";
import { policyProblem, usesOf } from "./policies";
import { backendsOf, parentProblem, referencesTo, type Problem } from "./routes";
import { loseLoadBalancer, writeGateway, writePolicy, writeRoute } from "./status";
import { formProblem, loadBalancerProblem, namedBy } from "./verdict";
import { GatewayWorld } from "./world";

const source = "stand-in Gateway controller";

/** The stand-in for GKE's Gateway controller, in clusters that have Gateway API; `wake` asks for the next run. */
export function gatewayController(wake: () => void): Controller {
  let opening = false;
  let opened: GatewayWorld | undefined;
  return async (context) => {
    if (opened !== undefined) return reconcile(context, opened);
    if (opening || !context.cloud.hasGatewayApi(context.cluster)) return;
    opening = true;
    // The other controllers do not wait for it.
    GatewayWorld.open(context.client, wake)
      .then((world) => (opened = world))
      .catch((error: unknown) => console.error(new Date().toISOString(), error))
      .finally(() => {
        opening = false;
        wake();
      });
  };
}

async function reconcile(context: ControllerContext, world: GatewayWorld): Promise<void> {
  const google = context.cloud.googleResources(context.cluster);
  const services = context.world.services.items;
  const gateways = world.gateways.items;
  const broken = new Map<Policy, Problem | undefined>();
  for (const { items: policies } of world.policies)
    for (const policy of policies)
      broken.set(policy, policyProblem(policy, { gateways, services, policies }, google));
  await forEach([...broken], ([policy, problem]) => writePolicy(context, policy, problem));
  await forEach(gateways, (gateway) => reconcileGateway(gateway, broken, context, world));
}

async function reconcileGateway(
  gateway: Gateway,
  policies: Map<Policy, Problem | undefined>,
  context: ControllerContext,
  world: GatewayWorld,
): Promise<void> {
  const { cloud, cluster, events } = context;
  const { gatewayClassName } = gateway.spec;
  if (gateway.metadata.deletionTimestamp !== undefined) return loseLoadBalancer(context, gateway);
  if (gatewayClassName !== globalClass)
    return events.tell(gateway, source, {
      type: "Warning",
      reason: "UnknownClass",
      message: `the stand-in knows the class ${globalClass} alone, not ${gatewayClassName}: it does nothing`,
    });
  const google = cloud.googleResources(cluster);
  const routes = world.routes.items.filter((route) => referencesTo(gateway, route).length > 0);
  const attached = routes.filter((route) =>
    referencesTo(gateway, route).some((reference) => !parentProblem(gateway, route, reference)),
  );
  const own = [...policies.keys()].filter((policy) => isOf(policy, gateway, attached));
  const problems = own.flatMap((policy) => policies.get(policy) ?? []);
  const form = formProblem(gateway);
  const [address = ""] = namedBy(gateway, google);
  const problem =
    form ??
    loadBalancerProblem(gateway, {
      google,
      otherUser: await otherUser(gateway, address, context, world),
      policies: problems,
    });
  const uses = [...namedBy(gateway, google), ...own.flatMap((policy) => usesOf(policy, google))];
  await writeGateway(context, gateway, {
    accepted: form,
    programmed: problem,
    address: google.address(address),
    uses: [...new Set(uses)].sort(),
    routes: attached,
  });
  await forEach(routes, (route) => writeRoute(context, gateway, route));
}

/** True for a policy of the Gateway, and of a service behind one of its routes. */
function isOf(
  { metadata, spec }: Policy,
  gateway: Gateway,
  routes: Parameters<typeof backendsOf>[0][],
): boolean {
  const { kind, name } = spec.targetRef;
  const isIn = (object: KubeObject) => object.metadata.namespace === metadata.namespace;
  if (kind === "Gateway") return isIn(gateway) && name === gateway.metadata.name;
  return routes.some((route) => isIn(route) && backendsOf(route).includes(name));
}

async function otherUser(
  gateway: Gateway,
  address: string,
  { clusters, cluster }: ControllerContext,
  world: GatewayWorld,
): Promise<string | undefined> {
  if (usedBy(gateway).includes(address)) return undefined;
  const here = world.gateways.items.find((other) => usedBy(other).includes(address))?.metadata;
  if (here !== undefined) return `${here.namespace}/${here.name}`;
  return (await clusters.gatewayUsers(address, cluster))[0];
}
