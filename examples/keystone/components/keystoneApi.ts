import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { rolledDeployment } from "loklak-gke/kit/rolledDeployment";
import { apiPod, KeystonePodArgs } from "./keystonePod";
import { apiTraffic, app } from "./traffic";

export interface KeystoneApiArgs extends KeystonePodArgs {
  namespace: Namespace;
  replicas: number;
  /** By digest. */
  memcachedImage: pulumi.Input<string>;
}

const name = "keystone-api";

/** Keystone servers, each with a cache of its own; a new version replaces them one by one, without a gap. */
export class KeystoneApi extends pulumi.ComponentResource {
  /** What a service selects to reach the servers, at their port named `http`. */
  readonly selector: Record<string, string>;

  constructor(resourceName: string, args: KeystoneApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:KeystoneApi", resourceName, args, opts);
    const child = { parent: this };
    const pods = new PodGroup(
      resourceName,
      {
        namespace: args.namespace.namespaceName,
        name,
        app,
        component: "api",
        versionLabel: "pod-template-hash",
        traffic: apiTraffic,
      },
      child,
    );
    const spec = apiPod(args, pods);
    rolledDeployment(
      resourceName,
      { pods, replicas: args.replicas, template: { metadata: { labels: pods.labels }, spec } },
      child,
    );
    this.selector = pods.selector.matchLabels;
    this.registerOutputs({ selector: this.selector });
  }
}
