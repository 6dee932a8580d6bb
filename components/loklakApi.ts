import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Elasticsearch } from "./elasticsearch";
import { loklakPod } from "./loklakPod";
import { loklakSettings } from "./loklakSettings";
import { Namespace } from "./namespace";
import { NodePool } from "./nodePool";
import { PodGroup } from "./podGroup";

export interface LoklakApiArgs {
  namespace: Namespace;
  /** By digest. */
  image: pulumi.Input<string>;
  replicas: number;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
  /** Further keys of loklak's conf/config.properties. */
  settings: Record<string, string>;
  elasticsearch: Elasticsearch;
}

const name = "loklak-api";

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
      { namespace, name, app: "loklak", component: "api", versionLabel: "pod-template-hash" },
      child,
    );

    const settings = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata: { namespace, labels: pods.labels },
        data: loklakSettings({
          elasticsearch: args.elasticsearch.transportAddresses,
          writeDumps: false,
          extra: args.settings,
        }),
      },
      child,
    );
    new kubernetes.apps.v1.Deployment(
      resourceName,
      {
        metadata: pods.metadata,
        spec: {
          replicas: args.replicas,
          selector: pods.selector,
          strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
          template: {
            metadata: { labels: pods.labels },
            spec: loklakPod({
              ...args,
              elasticsearch: args.elasticsearch.httpAddress,
              configMapName: settings.metadata.name,
              pods,
              data: { emptyDir: { sizeLimit: "1Gi" } },
            }),
          },
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
