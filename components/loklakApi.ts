import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { loklakServer, LoklakServerArgs } from "./loklakServer";
import { PodGroup } from "./kit/podGroup";
import { ServiceAddress, serviceAddress } from "./kit/serviceAddress";
import { loklakPort } from "./loklakPod";
import { loklakTraffic } from "./traffic";

export interface LoklakApiArgs extends LoklakServerArgs {
  replicas: number;
}

const name = "loklak-api";

/** An answer of GKE's DNS, also of its cache on each node, is used for up to 30 s, and by nginx for 5 s more. */
const lastRequestSeconds = 40;

/** loklak servers that answer the door and write no dumps; a new version replaces them one by one, without a gap. */
export class LoklakApi extends pulumi.ComponentResource {
  /** A name that resolves to every server that is ready. */
  readonly address: pulumi.Output<ServiceAddress>;

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
        traffic: loklakTraffic,
      },
      child,
    );

    const headless = `${name}-headless`;
    new kubernetes.core.v1.Service(
      headless,
      {
        // The Deployment below is waited for.
        metadata: { ...pods.metadata, name: headless, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          clusterIP: "None",
          selector: pods.selector.matchLabels,
          ports: [{ name: "http", port: loklakPort, targetPort: "http" }],
        },
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
    this.address = serviceAddress(headless, namespace, loklakPort);
    this.registerOutputs({ address: this.address });
  }
}
