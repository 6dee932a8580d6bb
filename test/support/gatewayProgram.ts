import * as kubernetes from "@pulumi/kubernetes";
import type { PulumiFn } from "@pulumi/pulumi/automation";

const api = "gateway.networking.k8s.io/v1";
const policies = "networking.gke.io/v1";

export const service = { group: "", kind: "Service", name: "door" };
export const gatewayTarget = { group: "gateway.networking.k8s.io", kind: "Gateway", name: "door" };

/** A Gateway of the class, which asks for the reserved global address. */
export const gateway = (
  name: string,
  address = "door",
  gatewayClassName = "gke-l7-global-external-managed",
) => ({
  apiVersion: api,
  kind: "Gateway",
  metadata: {
    name,
    namespace: "web",
    annotations: { "networking.gke.io/certmap": "door", "pulumi.com/waitFor": "condition=Programmed" },
  },
  spec: {
    gatewayClassName,
    addresses: [{ type: "NamedAddress", value: address }],
    listeners: [
      { name: "http", protocol: "HTTP", port: 80 },
      { name: "https", protocol: "HTTPS", port: 443 },
    ],
  },
});

export const policy = (kind: string, targetRef: object, settings: object) => ({
  apiVersion: policies,
  kind,
  metadata: { name: kind.toLowerCase(), namespace: "web" },
  spec: { targetRef, default: settings },
});

/** A service behind a Gateway, with what GKE has for it; `port` is the backend's. */
export function gatewayProgram(kubeconfig: string, name: string, port: number): PulumiFn {
  return async () => {
    const provider = new kubernetes.Provider("cluster", { kubeconfig, clusterIdentifier: "cluster" });
    const options = { provider };
    const make = (
      logical: string,
      object: object,
      dependsOn: kubernetes.apiextensions.CustomResource[] = [],
    ) =>
      new kubernetes.apiextensions.CustomResource(
        logical,
        object as kubernetes.apiextensions.CustomResourceArgs,
        { ...options, dependsOn: [web, ...dependsOn] },
      );
    const web = new kubernetes.core.v1.Namespace("web", { metadata: { name: "web" } }, options);
    const ports = [{ port: 80, name: "http" }];
    const metadata = { name: "door", namespace: "web" };
    new kubernetes.core.v1.Service(
      "door",
      { metadata: { ...metadata, annotations: { "pulumi.com/skipAwait": "true" } }, spec: { ports } },
      { ...options, dependsOn: web },
    );
    const attached = [
      make("ssl", policy("GCPGatewayPolicy", { ...gatewayTarget, name }, { sslPolicy: "modern" })),
      make("armor", policy("GCPBackendPolicy", service, { securityPolicy: "armor" })),
    ];
    make(
      "health",
      policy("HealthCheckPolicy", service, {
        config: { type: "HTTP", httpHealthCheck: { requestPath: "/healthz" } },
      }),
    );
    const made = make("gateway", gateway(name), attached);
    make(
      "route",
      {
        apiVersion: api,
        kind: "HTTPRoute",
        metadata: { name: "door", namespace: "web" },
        spec: {
          parentRefs: [{ name, sectionName: "https" }],
          rules: [{ backendRefs: [{ name: "door", port }] }],
        },
      },
      [made],
    );
  };
}
