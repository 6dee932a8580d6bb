import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { rolledDeployment } from "loklak-gke/kit/rolledDeployment";
import { nginxConfig } from "./nginxConfig";
import { phpFpmConfig, phpIni } from "./phpConfig";
import { app, webTraffic } from "./traffic";
import { webPod, WebPodArgs } from "./webPod";

export interface WebServersArgs extends WebPodArgs {
  namespace: Namespace;
  replicas: number;
  /** Requests that one replica answers at the same time. */
  workers: number;
  /** Largest body of a request, MiB. */
  maxBodyMb: number;
}

const name = "web";

/** Replicas that serve the content; a new version replaces them one by one, without a gap. */
export class WebServers extends pulumi.ComponentResource {
  /** What a service selects to reach them, at their port named `http`. */
  readonly selector: Record<string, string>;

  constructor(resourceName: string, args: WebServersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("php-farm:kubernetes:WebServers", resourceName, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      resourceName,
      {
        namespace,
        name,
        app,
        component: "web",
        versionLabel: "pod-template-hash",
        traffic: webTraffic,
      },
      child,
    );
    const php = { workers: args.workers, memoryMb: args.sizes.php.memoryMb, maxBodyMb: args.maxBodyMb };
    const config = new kubernetes.core.v1.ConfigMap(
      resourceName,
      {
        metadata: { namespace, labels: pods.labels },
        data: { "nginx.conf": nginxConfig(php), "php-fpm.conf": phpFpmConfig(php), "php.ini": phpIni(php) },
      },
      child,
    );
    const spec = webPod(args, pods, config.metadata.name);
    rolledDeployment(
      resourceName,
      { pods, replicas: args.replicas, template: { metadata: { labels: pods.labels }, spec } },
      child,
    );
    this.selector = pods.selector.matchLabels;
    this.registerOutputs({ selector: this.selector });
  }
}
