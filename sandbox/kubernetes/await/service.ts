import { at, listAt, textAt } from "../../provider/values";
import type { Readiness, Verdict, View } from "./readiness";

/** How long a service's endpoints must stay as they are; pulumi-kubernetes takes 10 seconds. */
const settleSeconds = 1;

/** A load balancer has its address; a service that selects pods has none that is not ready. */
export const serviceReadiness: Readiness = {
  related: [{ apiVersion: "v1", kind: "Endpoints" }],
  judge: judgeService,
  judgedOnRead: true,
};

function judgeService({ object, related }: View): Verdict {
  const type = textAt(object, "spec", "type") || "ClusterIP";
  const addressed = type !== "LoadBalancer" || listAt(object, "status", "loadBalancer", "ingress").length > 0;
  const withoutAddress = "Service was not allocated an IP address; does your cloud provider support this?";
  if (!selectsPods(object, type))
    return verdict(addressed, "Waiting for the Service's address", addressed ? [] : [withoutAddress]);
  const endpoints = related.find((item) => item.metadata.name === object.metadata.name);
  const subsets = listAt(endpoints, "subsets");
  const some = subsets.some((subset) => listAt(subset, "addresses").length > 0);
  const pending = subsets.some((subset) => listAt(subset, "notReadyAddresses").length > 0);
  const ready = addressed && endpoints !== undefined && !pending;
  const problems = [
    ...(some
      ? []
      : [
          "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
        ]),
    ...(addressed ? [] : [withoutAddress]),
  ];
  const step =
    some && !pending
      ? "[2/3] Attempting to allocate IP address to Service"
      : "[1/3] Finding Pods to direct traffic to";
  return { ...verdict(ready, step, problems), settleSeconds };
}

function verdict(ready: boolean, progress: string, problems: string[]): Verdict {
  return { ready, progress: ready ? "Service initialization complete" : progress, problems };
}

function selectsPods(service: object, type: string): boolean {
  const headless = at(service, "spec", "clusterIP") === "None";
  const selector = Object.keys(at(service, "spec", "selector") ?? {});
  return type !== "ExternalName" && !headless && selector.length > 0;
}
