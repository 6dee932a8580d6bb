import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Domain } from "./domain";
import { Door } from "./door";
import { doorPorts } from "./doorPod";
import { GatewayBackend } from "./gatewayBackend";
import { GatewayRoutes } from "./gatewayRoutes";
import { labels } from "./kit/labels";
import { Namespace } from "./kit/namespace";
import { Network } from "./network";

export interface GatewayArgs {
  /** Start of the firewall rule's physical name. */
  name: string;
  domain: Domain;
  door: Door;
  namespace: Namespace;
  network: Network;
}

const gatewayName = "door";

/** A load balancer of all regions, at the domain's address and with its certificate, in front of the door's second listener. */
export class Gateway extends pulumi.ComponentResource {
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gke:Gateway", name, args, opts);
    const { domain } = args;
    const { domainName: hostname } = domain;
    const namespace = args.namespace.namespaceName;
    const metadata = { name: gatewayName, namespace, labels: labels("door", "gateway") };

    const { securityPolicy } = domain;
    const backend = new GatewayBackend(name, { ...args, securityPolicy }, { parent: this });
    const tls = new kubernetes.apiextensions.CustomResource(
      `${name}-policy`,
      {
        apiVersion: "networking.gke.io/v1",
        kind: "GCPGatewayPolicy",
        metadata,
        spec: {
          targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: gatewayName },
          default: { sslPolicy: domain.sslPolicy },
        },
      },
      { parent: this },
    );
    const gateway = new kubernetes.apiextensions.CustomResource(
      name,
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "Gateway",
        metadata: {
          ...metadata,
          annotations: {
            "networking.gke.io/certmap": domain.certificateMap,
            // Made by Google, in minutes, or refused.
            "pulumi.com/waitFor": "condition=Programmed",
          },
        },
        spec: {
          gatewayClassName: "gke-l7-global-external-managed",
          addresses: [{ type: "NamedAddress", value: domain.address.addressName }],
          listeners: [
            { name: "http", protocol: "HTTP", port: 80, hostname },
            { name: "https", protocol: "HTTPS", port: 443, hostname },
          ],
        },
      },
      {
        parent: this,
        // It serves nothing before its policies are there, and is gone before what they name goes.
        dependsOn: [backend, tls],
        customTimeouts: { create: "30m", update: "30m", delete: "30m" },
      },
    );
    new GatewayRoutes(
      name,
      {
        namespace,
        gateway: gateway.metadata.name,
        hostname,
        service: { name: backend.serviceName, port: doorPorts.gateway },
      },
      { parent: this },
    );

    this.url = gateway.urn.apply(() => `https://${hostname}/`);
    this.registerOutputs({ url: this.url });
  }
}
