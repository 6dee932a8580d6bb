import { isIPv4 } from "node:net";
import { isRunning, type RunningProcess } from "../../processes";
import { run } from "../../run";
import type { Controller } from "../../cluster/controllers/controller";
import { isInternal } from "../../cluster/controllers/loadBalancer";
import type { Node, Service } from "../../cluster/controllers/objects";
import { isReal } from "../../cluster/nodes";
import { NodeAddresses } from "../addresses";
import { insideNetwork, networkProcess } from "../network";
import { nodePackages } from "../programs";
import { canServe, type Health, healthAfter, neverAsked } from "./healthCheck";
import { balancerRules, type Target } from "./rules";

/** Where kube-proxy says whether a node is well, for services that any node may answer. */
const nodeHealthPort = 10256;

/**
 * The stand-in for Google's load balancers, in front of real nodes: makes public addresses reachable from this machine.
 * Without a healthy node it asks all of them, as Google's does.
 */
export function passthroughLoadBalancer(clusterFolder: string, nodeNetwork: number): Controller {
  const addresses = new NodeAddresses(nodeNetwork);
  const health = new Map<string, Health>();
  let applied: { network: RunningProcess; rules: string } | undefined;

  return async ({ world }) => {
    const nodes = world.nodes.items.filter((node) => isReal(node) && addressOf(node) !== undefined);
    const services = world.services.items.filter((service) => publicAddress(service) !== undefined);
    await Promise.all(services.flatMap((service) => nodes.map((node) => check(service, node))));
    const targets = services.map((service) => target(service, nodes));
    const rules = balancerRules(targets);
    if (applied?.rules === rules && isRunning(applied.network)) return;
    applied = { network: await apply(rules, targets), rules };
  };

  async function check(service: Service, node: Node): Promise<void> {
    const key = keyOf(service, node);
    const known = health.get(key) ?? neverAsked;
    if (known.next > Date.now()) return;
    const port = service.spec.healthCheckNodePort ?? nodeHealthPort;
    health.set(
      key,
      healthAfter(known, await canServe(`http://${addressOf(node)}:${port}/healthz`), Date.now()),
    );
  }

  function target(service: Service, nodes: Node[]): Target {
    const healthy = nodes.filter((node) => health.get(keyOf(service, node))?.healthy);
    return {
      address: publicAddress(service) ?? "",
      ports: (service.spec.ports ?? []).map(({ port }) => port),
      nodes: (healthy.length > 0 ? healthy : nodes).map((node) => addresses.index(addressOf(node)!)),
    };
  }

  /** The network that has the rules now; one that is started again has none. */
  async function apply(rules: string, targets: Target[]): Promise<RunningProcess> {
    const network = networkProcess(clusterFolder);
    if (network === undefined) throw new Error("the network of the nodes does not run");
    const { env } = await nodePackages();
    const nft = run("nsenter", [...insideNetwork(network), "nft", "-f", "-"], { env });
    nft.child.stdin?.end(rules);
    await nft;
    const { gateway, link, host } = addresses;
    for (const { address } of targets)
      await run("ip", ["route", "replace", address, "via", gateway, "dev", link, "onlink", "src", host]);
    return network;
  }
}

function keyOf({ metadata: service }: Service, { metadata: node }: Node): string {
  return `${service.uid} ${node.uid}`;
}

function publicAddress(service: Service): string | undefined {
  if (isInternal(service)) return undefined;
  const ip = service.status?.loadBalancer?.ingress?.[0]?.ip;
  return ip !== undefined && isIPv4(ip) ? ip : undefined;
}

/** Undefined until its kubelet has told it. */
function addressOf({ status }: Node): string | undefined {
  return status?.addresses?.find(({ type }) => type === "InternalIP")?.address;
}
