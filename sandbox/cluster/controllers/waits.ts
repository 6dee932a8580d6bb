import type { Container, EndpointSlice, Service } from "./objects";

/** A service that an init container waits for, as it names it. */
export interface WaitedService {
  url: string;
  name: string;
  namespace: string;
  port: number;
}

const url = /\bhttps?:\/\/([a-z0-9](?:[-a-z0-9.]*[a-z0-9])?)(?::(\d+))?/g;
const inCluster = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?$/;

/** The services whose URLs stand in an init container's command, arguments or environment; hosts outside the cluster are none. */
export function waitedServices(container: Container, namespace: string): WaitedService[] {
  const texts = [...(container.command ?? []), ...(container.args ?? [])];
  texts.push(...(container.env ?? []).map(({ value }) => value ?? ""));
  return texts.flatMap((text) =>
    [...text.matchAll(url)].flatMap(([address, host = "", port]) => {
      const [, name, of] = inCluster.exec(host) ?? [];
      if (name === undefined || host === "localhost") return [];
      const standard = address.startsWith("https") ? 443 : 80;
      return [{ url: address, name, namespace: of ?? namespace, port: Number(port ?? standard) }];
    }),
  );
}

/** Why nothing answers there yet; undefined when a ready endpoint does. */
export function waitReason(
  { url, name, namespace, port }: WaitedService,
  service: Service | undefined,
  slices: EndpointSlice[],
): string | undefined {
  if (service === undefined) return `waits for ${url}: there is no service ${namespace}/${name}`;
  const headless = service.spec.clusterIP === "None";
  if (!headless && !service.spec.ports?.some((each) => each.port === port))
    return `waits for ${url}: service ${namespace}/${name} has no port ${port}`;
  const ready = slices.some(({ endpoints }) =>
    endpoints?.some(({ conditions }) => conditions?.ready !== false),
  );
  return ready ? undefined : `waits for ${url}: service ${namespace}/${name} has no ready endpoint`;
}
