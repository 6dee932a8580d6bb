import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { doorPod, DoorPodArgs, doorPorts } from "./doorPod";
import { Namespace } from "./kit/namespace";
import { nginxConfig } from "./nginxConfig";
import { PodGroup } from "./kit/podGroup";
import { rolledDeployment } from "./kit/rolledDeployment";
import { ServiceAddress } from "./kit/serviceAddress";
import { doorTraffic, googleProxyRanges } from "./traffic";

export interface DoorArgs extends Omit<DoorPodArgs, "configMapName" | "pods"> {
  namespace: Namespace;
  replicas: number;
  /** IPv4 ranges of clients that reach loklak's administrative paths. */
  adminRanges: string[];
  /** For each client's address, counted by each replica for itself; what is above gets status 429. */
  requestsPerSecond: number;
  /** A name that resolves to every API server. */
  api: pulumi.Input<ServiceAddress>;
  /** A name that leads to API servers that are about to end, while no other is ready. */
  endingApi: pulumi.Input<ServiceAddress>;
  dumpWriter: pulumi.Input<ServiceAddress>;
  /** Serves a Gateway at the address, too, and believes its `X-Forwarded-For`; none: nothing listens there. */
  gateway?: { address: pulumi.Input<string> };
}

const name = "door";
const resolver = "kube-dns.kube-system.svc.cluster.local";

/** nginx in front of loklak: all that the public reaches. A new version or configuration replaces its pods one by one, without a gap. */
export class Door extends pulumi.ComponentResource {
  /** What a service selects to reach it, at its port named `http`. */
  readonly selector: Record<string, string>;

  constructor(resourceName: string, args: DoorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:Door", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      {
        namespace,
        name,
        app: name,
        component: "proxy",
        versionLabel: "pod-template-hash",
        traffic: doorTraffic,
      },
      child,
    );

    const { adminRanges, requestsPerSecond } = args;
    const config = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata: { namespace, labels: pods.labels },
        data: {
          "nginx.conf": pulumi
            .all([args.api, args.endingApi, args.dumpWriter, args.gateway])
            .apply(([api, endingApi, dumpWriter, gateway]) =>
              nginxConfig({
                api,
                endingApi,
                dumpWriter,
                resolver,
                ports: doorPorts,
                adminRanges,
                requestsPerSecond,
                gateway: gateway && { ...gateway, proxyRanges: googleProxyRanges },
              }),
            ),
        },
      },
      child,
    );
    const spec = doorPod({ ...args, pods, configMapName: config.metadata.name });
    rolledDeployment(
      resourceName,
      { pods, replicas: args.replicas, template: { metadata: { labels: pods.labels }, spec } },
      { parent: this, dependsOn: args.nodePool },
    );
    this.selector = pods.selector.matchLabels;
    this.registerOutputs({ selector: this.selector });
  }
}
