import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./labels";
import { dns, Traffic } from "./traffic";

export interface PodGroupArgs {
  namespace: pulumi.Input<string>;
  /** Physical name of the workload the pods belong to. */
  name: string;
  /** The application, `app.kubernetes.io/name`. */
  app: string;
  /** Their part in it, `app.kubernetes.io/component`. */
  component: string;
  /** The pods' label that a new version changes: a version is spread by itself, whatever is left of the last one. */
  versionLabel?: string;
  traffic: Traffic;
  /** False for pods that end by themselves: they have no budget. Default true. */
  budget?: boolean;
}

/**
 * What pods that do the same have around them: names, a service account without any right, a network policy, and a
 * budget that lets maintenance take one of them at a time, also when there is only one.
 */
export class PodGroup extends pulumi.ComponentResource {
  readonly serviceAccountName: pulumi.Output<string>;
  readonly labels: Record<string, string>;
  readonly selector: { matchLabels: Record<string, string> };
  /** Keeps the pods on different nodes, in different zones, as far as there are any. */
  readonly spread: kubernetes.types.input.core.v1.TopologySpreadConstraint[];
  /** Of every object of the group: fixed name, namespace and labels. */
  readonly metadata: { name: string; namespace: pulumi.Input<string>; labels: Record<string, string> };

  constructor(name: string, args: PodGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:PodGroup", name, args, opts);
    this.labels = labels(args.app, args.component);
    this.selector = { matchLabels: selectorLabels(args.app, args.component) };
    this.metadata = { name: args.name, namespace: args.namespace, labels: this.labels };

    this.spread = ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: this.selector,
      matchLabelKeys: args.versionLabel === undefined ? undefined : [args.versionLabel],
    }));

    const account = new kubernetes.core.v1.ServiceAccount(
      name,
      { metadata: this.metadata, automountServiceAccountToken: false },
      { parent: this },
    );
    if (args.budget ?? true)
      new kubernetes.policy.v1.PodDisruptionBudget(
        name,
        {
          metadata: this.metadata,
          spec: {
            selector: this.selector,
            maxUnavailable: 1,
            // A pod that waits for what it needs is not ready, and may hold in memory what it acknowledged.
            unhealthyPodEvictionPolicy: "IfHealthyBudget",
          },
        },
        { parent: this },
      );

    const policy = new kubernetes.networking.v1.NetworkPolicy(
      name,
      {
        metadata: this.metadata,
        spec: {
          podSelector: this.selector,
          policyTypes: ["Ingress", "Egress"],
          ingress: args.traffic.ingress,
          egress: [dns, ...args.traffic.egress],
        },
      },
      { parent: this },
    );

    // A pod that starts before its policy would be open: the policy is part of the identity.
    this.serviceAccountName = pulumi
      .all([account.metadata.name, policy.urn])
      .apply(([accountName]) => accountName);
    this.registerOutputs({ serviceAccountName: this.serviceAccountName });
  }
}
