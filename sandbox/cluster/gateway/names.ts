import type { KubeObject } from "../kubeObject";

export const gatewayKind = { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" };

/** Google's controller holds a Gateway by this finalizer until its load balancer is gone. */
export const gatewayFinalizer = "gateway.finalizer.networking.gke.io";

/** Where the stand-in keeps what the load balancer of a Gateway uses: ids of Google resources. */
export const usesAnnotation = "sandbox/load-balancer-uses";

/** The ids of the Google resources that the Gateway's load balancer uses. */
export function usedBy({ metadata }: KubeObject): string[] {
  return JSON.parse(metadata.annotations?.[usesAnnotation] ?? "[]") as string[];
}

/** The only class whose load balancers the stand-in knows. */
export const globalClass = "gke-l7-global-external-managed";

/** The classes of a cluster that is in no fleet. */
export const gatewayClasses: KubeObject[] = [
  globalClass,
  "gke-l7-gxlb",
  "gke-l7-regional-external-managed",
  "gke-l7-rilb",
].map((name) => ({
  apiVersion: gatewayKind.apiVersion,
  kind: "GatewayClass",
  metadata: { name },
  spec: { controllerName: "networking.gke.io/gateway" },
}));
