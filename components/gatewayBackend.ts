import * as gcp from "@pulumi/gcp";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Door } from "./door";
import { doorPorts, drainSeconds } from "./doorPod";
import { labels } from "./kit/labels";
import { Namespace } from "./kit/namespace";
import { Network } from "./network";
import { nginxHealthPath } from "./nginxConfig";
import { googleProxyRanges } from "./traffic";

export interface GatewayBackendArgs {
  /** Physical name of the firewall rule. */
  name: string;
  door: Door;
  namespace: Namespace;
  network: Network;
  /** Name of the Cloud Armor policy that judges every request. */
  securityPolicy: pulumi.Input<string>;
}

/**
 * Google's timeout is of a whole answer, and dumps have gigabytes. For servers that say nothing nginx waits a minute
 * (Cloud Load Balancing's documentation, "Backend service timeout").
 */
const answerSeconds = 3600;
const policyVersion = "networking.gke.io/v1";

/** The door as a Gateway sees it: its second listener, how its health is asked for, and what is sent there. */
export class GatewayBackend extends pulumi.ComponentResource {
  readonly serviceName: pulumi.Output<string>;

  constructor(name: string, args: GatewayBackendArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gke:GatewayBackend", name, args, opts);
    const child = { parent: this };

    // GKE itself opens the port that is served, at priority 1000, and no other.
    new gcp.compute.Firewall(
      name,
      {
        name: `${args.name}-gateway-health`,
        network: args.network.networkId,
        direction: "INGRESS",
        priority: 1000,
        allows: [{ protocol: "tcp", ports: [String(doorPorts.health)] }],
        sourceRanges: googleProxyRanges,
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      },
      child,
    );
    const metadata = {
      name: "door-gateway",
      namespace: args.namespace.namespaceName,
      labels: labels("door", "gateway"),
    };
    const service = new kubernetes.core.v1.Service(
      name,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: args.door.selector,
          ports: [{ name: "http", port: doorPorts.gateway }],
        },
      },
      child,
    );
    const targetRef = { group: "", kind: "Service", name: service.metadata.name };
    new kubernetes.apiextensions.CustomResource(
      `${name}-backend-policy`,
      {
        apiVersion: policyVersion,
        kind: "GCPBackendPolicy",
        metadata,
        spec: {
          targetRef,
          default: {
            securityPolicy: args.securityPolicy,
            timeoutSec: answerSeconds,
            connectionDraining: { drainingTimeoutSec: drainSeconds },
            // What Cloud Armor refuses is in no other log.
            logging: { enabled: true },
          },
        },
      },
      child,
    );
    new kubernetes.apiextensions.CustomResource(
      `${name}-health-check-policy`,
      {
        apiVersion: policyVersion,
        kind: "HealthCheckPolicy",
        metadata,
        spec: {
          targetRef,
          default: {
            logConfig: { enabled: true },
            config: {
              type: "HTTP",
              httpHealthCheck: {
                portSpecification: "USE_FIXED_PORT",
                port: doorPorts.health,
                requestPath: nginxHealthPath,
              },
            },
          },
        },
      },
      child,
    );

    this.serviceName = service.metadata.name;
    this.registerOutputs({ serviceName: this.serviceName });
  }
}
