import { Effect, look, loss, nothing, Rule } from "./row";
import { input, newInput } from "./rules";

export const serviceComes: Rule = (at) => {
  const type = newInput(at, "spec", "type") ?? "ClusterIP";
  if (type === "LoadBalancer")
    return [
      look.access("pods are reached from outside of the cluster"),
      look.address("a load balancer of Google's serves at an address"),
    ];
  return type === "ClusterIP" && newInput(at, "spec", "externalIPs") === undefined
    ? nothing.rest("a name for pods inside the cluster; network policies say who reaches them")
    : look.access("pods are reached from outside of the cluster, such as at a port of every node");
};

/** An address that is not reserved is Google's again when the load balancer goes (GKE, "LoadBalancer Service parameters"). */
export const serviceGoes =
  (howLong: string): Rule =>
  (at) => {
    const gone: Effect = look.availability(`nothing answers at its name and address ${howLong}`);
    if (input(at, "spec", "type") !== "LoadBalancer") return gone;
    const reserved =
      input(at, "spec", "loadBalancerIP") ??
      input(at, "metadata", "annotations", "networking.gke.io/load-balancer-ip-addresses");
    return reserved === undefined
      ? [loss.address("its address is not reserved: Google gives it to others"), gone]
      : [look.address("the load balancer goes; its reserved address stays reserved"), gone];
  };

export const serviceType: Rule = ({ change, ...at }) => {
  const types = [input(at, "spec", "type"), newInput(at, "spec", "type")];
  const reached = look.access("from where it is reached changes");
  return types.includes("LoadBalancer") || change?.path !== "spec.type"
    ? [reached, look.address("it gets, or loses, an address outside of the cluster")]
    : reached;
};

/** What is served at another address cannot be found by those who know the last one; `left` is what it means to name none. */
export const servedAddress =
  (left: string): Rule =>
  ({ change }) =>
    change?.new === undefined
      ? look.address(left)
      : loss.address("it serves at another address: whoever knows the last one finds nothing there");
