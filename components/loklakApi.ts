import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { loklakServer, LoklakServerArgs } from "./loklakServer";
import { PodGroup } from "./kit/podGroup";
import { apiTraffic } from "./traffic";

export interface LoklakApiArgs extends LoklakServerArgs {
  replicas: number;
}

const name = "loklak-api";

/**
 * Google's load balancer asks each node every 8 s whether it has ready pods, and stops sending to it when it was told
 * three times that it has none (kubernetes/ingress-gce, pkg/healthchecksl4).
 */
const lastRequestSeconds = 30;

/** loklak servers that answer the public and write no dumps; a new version replaces them one by one, without a gap. */
export class LoklakApi extends pulumi.ComponentResource {
  /** What a service selects to reach the servers, at their port named `http`. */
  readonly selector: Record<string, string>;

  constructor(resourceName: string, args: LoklakApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:LoklakApi", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      {
        namespace,
        name,
        app: "loklak",
        component: "api",
        versionLabel: "pod-template-hash",
        traffic: apiTraffic,
      },
      child,
    );

    const part = { pods, writeDumps: false, lastRequestSeconds, data: { emptyDir: { sizeLimit: "1Gi" } } };
    const template = loklakServer(resourceName, args, part, this);
    new kubernetes.apps.v1.Deployment(
      resourceName,
      {
        metadata: pods.metadata,
        spec: {
          replicas: args.replicas,
          selector: pods.selector,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template,
        },
      },
      {
        parent: this,
        // Elasticsearch for the way down: loklak's queue drains into it before it goes.
        dependsOn: [args.nodePool, args.elasticsearch],
        customTimeouts: { create: "20m", update: "60m" },
      },
    );
    this.selector = pods.selector.matchLabels;
    this.registerOutputs({ selector: this.selector });
  }
}
