import { Case, Effect, look, loss, nothing, Rule } from "./row";
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
    return [addressGoes(at), gone];
  };

function addressGoes(at: Case): Effect {
  const reserved =
    input(at, "spec", "loadBalancerIP") ??
    input(at, "metadata", "annotations", "networking.gke.io/load-balancer-ip-addresses");
  return reserved === undefined
    ? loss.address("its address is not reserved: Google gives it to others")
    : look.address("the load balancer goes; its reserved address stays reserved");
}

export const serviceType: Rule = (service) => {
  const reached = look.access("from where it is reached changes");
  const [before, after] = [input, newInput].map((of) => isPublic((...path) => of(service, ...path)));
  if (before === after) return reached;
  return after
    ? [reached, look.address("it gets an address outside of the cluster")]
    : [reached, addressGoes(service)];
};

/** Kubernetes' type, and the annotations by which Google's load balancer is one of the network alone. */
function isPublic(of: (...path: string[]) => unknown): boolean {
  const kinds = ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type"].map(
    (annotation) => of("metadata", "annotations", annotation),
  );
  return of("spec", "type") === "LoadBalancer" && !kinds.includes("Internal");
}

/** What is served at another address cannot be found by those who know the last one; `left` is what it means to name none. */
export const servedAddress =
  (left: string): Rule =>
  ({ change }) =>
    change?.new === undefined
      ? look.address(left)
      : loss.address("it serves at another address: whoever knows the last one finds nothing there");
