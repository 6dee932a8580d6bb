import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "./kit/labels";

export interface GatewayRoutesArgs {
  namespace: pulumi.Input<string>;
  /** Name of the Gateway, with listeners `http` and `https`. */
  gateway: pulumi.Input<string>;
  hostname: string;
  /** Where requests go that came with TLS. */
  service: { name: pulumi.Input<string>; port: number };
}

/** Who asks without TLS is told to ask with it; everything else goes to one service. */
export class GatewayRoutes extends pulumi.ComponentResource {
  constructor(name: string, args: GatewayRoutesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:GatewayRoutes", name, args, opts);
    const route = (logicalName: string, objectName: string, listener: string, rule: object) =>
      new kubernetes.apiextensions.CustomResource(
        logicalName,
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "HTTPRoute",
          metadata: { name: objectName, namespace: args.namespace, labels: labels("door", "gateway") },
          spec: {
            parentRefs: [{ name: args.gateway, sectionName: listener }],
            hostnames: [args.hostname],
            rules: [rule],
          },
        },
        { parent: this },
      );
    route(name, "door", "https", { backendRefs: [args.service] });
    route(`${name}-redirect`, "door-redirect", "http", {
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
    });
    this.registerOutputs({});
  }
}
