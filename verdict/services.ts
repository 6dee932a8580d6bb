import { Effect, look, loss, nothing, Rule } from "./row";
import { input, newInput } from "./rules";

export const serviceComes: Rule = (at) =>
  newInput(at, "spec", "type") === "LoadBalancer"
    ? [
        look.access("pods are reached from outside of the cluster"),
        look.address("a load balancer of Google's serves at an address"),
      ]
    : nothing.rest("a name for pods inside the cluster; network policies say who reaches them");

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

/** A domain's records name the address. */
export const gatewayAddress: Effect = loss.address(
  "it serves at another address: whoever knows the last one, as DNS does, finds nothing there",
);
