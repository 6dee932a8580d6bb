import { forEach, type ControllerContext } from "./controller";
import { setFinalizer } from "./finalizer";
import type { Service } from "./objects";

/** Google's controller holds a service by this finalizer until its load balancer is gone. */
const cleanupFinalizer = "service.kubernetes.io/load-balancer-cleanup";

/** Google's controller makes an internal load balancer for a service with this annotation. */
const typeAnnotation = "networking.gke.io/load-balancer-type";

export interface AddressFacts {
  region: string;
  /** True when the address is reserved in the region as one of the service's type, an internal one in the cluster's subnet. */
  isReserved: boolean;
  /** Another service, of whatever cluster, to which the address leads. */
  otherUser: string | undefined;
}

/** Why the service gets no load balancer at the address it asks for; undefined when it gets one. */
export function loadBalancerError(service: Service, facts: AddressFacts): string | undefined {
  const { metadata, spec } = service;
  const type = metadata.annotations?.[typeAnnotation];
  const { loadBalancerIP: address, loadBalancerClass, ports = [] } = spec;
  const other = ports.find(({ protocol = "TCP" }) => protocol !== "TCP");
  if (type !== undefined && type !== "Internal")
    return `the stand-in knows no load balancer type ${JSON.stringify(type)} (annotation ${typeAnnotation})`;
  if (loadBalancerClass !== undefined)
    return `the stand-in knows no load balancer class ${JSON.stringify(loadBalancerClass)}`;
  if (other !== undefined)
    return `the stand-in balances TCP alone, not ${other.protocol} (port ${other.port})`;
  if (address === undefined)
    return "spec.loadBalancerIP is not set: the stand-in gives reserved addresses alone";
  if (!facts.isReserved)
    return isInternal(service)
      ? `the address ${address} is not reserved as an internal one in the cluster's subnet of region ${facts.region}`
      : `the address ${address} is not reserved as an external one in region ${facts.region}`;
  if (facts.otherUser !== undefined)
    return `the address ${address} is in use by the service ${facts.otherUser}`;
  return undefined;
}

/** True when the internet must not reach it. */
export function isInternal({ metadata }: Service): boolean {
  return metadata.annotations?.[typeAnnotation] === "Internal";
}

/** The region of a cluster by its id; a zonal cluster lies in its zone's region. */
export function regionOfCluster(id: string): string {
  const location = /\/locations\/([^/]+)\//.exec(id)?.[1] ?? "";
  return location.replace(/-[a-z]$/, "");
}

/** The stand-in for Google's load balancer controller: brings reserved addresses into the services' status. */
export async function runLoadBalancer(context: ControllerContext): Promise<void> {
  await forEach(context.world.services.items, async (service) => {
    const { metadata, spec } = service;
    if (spec.type !== "LoadBalancer" || metadata.deletionTimestamp !== undefined)
      await release(service, context);
    else if (addressOf(service) === undefined || addressOf(service) !== spec.loadBalancerIP)
      await balance(service, context);
  });
}

async function balance(service: Service, context: ControllerContext): Promise<void> {
  const { client, events } = context;
  const error = loadBalancerError(service, await addressFacts(service, context));
  await setFinalizer(client, service, cleanupFinalizer, true);
  if (error === undefined) {
    await setAddress(service, service.spec.loadBalancerIP, context);
    return;
  }
  const notice = { type: "Warning", reason: "SyncLoadBalancerFailed", message: error } as const;
  await events.tell(service, "stand-in load balancer controller", notice);
  if (addressOf(service) !== undefined) await setAddress(service, undefined, context);
}

async function addressFacts(service: Service, context: ControllerContext): Promise<AddressFacts> {
  const { world, clusters, cluster } = context;
  const address = service.spec.loadBalancerIP ?? "";
  const region = regionOfCluster(cluster);
  const here = world.services.items.find((other) => addressOf(other) === address)?.metadata;
  const [elsewhere] = await clusters.addressUsers(address, cluster);
  return {
    region,
    isReserved: context.cloud.isReserved(
      address,
      region,
      isInternal(service) ? "INTERNAL" : "EXTERNAL",
      cluster,
    ),
    otherUser: here ? `${here.namespace}/${here.name}` : elsewhere,
  };
}

async function release(service: Service, context: ControllerContext): Promise<void> {
  if (!service.metadata.finalizers?.includes(cleanupFinalizer)) return;
  if (addressOf(service) !== undefined) await setAddress(service, undefined, context);
  const current = await context.client.get<Service>(service);
  if (current !== undefined) await setFinalizer(context.client, current, cleanupFinalizer, false);
}

async function setAddress(service: Service, ip: string | undefined, { client, world }: ControllerContext) {
  const ingress = ip === undefined ? null : [{ ip, ipMode: "VIP" }];
  const patch = { status: { loadBalancer: { ingress } } };
  world.services.keep(await client.patch<Service>(service, patch, { subresource: "status" }));
}

function addressOf({ status }: Service): string | undefined {
  return status?.loadBalancer?.ingress?.[0]?.ip;
}
