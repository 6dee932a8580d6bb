import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { keystoneContainer, keystonePod, KeystonePodArgs } from "./keystonePod";
import { app, jobTraffic } from "./traffic";

export interface DatabaseJobArgs extends KeystonePodArgs {
  namespace: Namespace;
  /** For `sh -c`; it may run more than once. */
  script: string;
  env?: kubernetes.types.input.core.v1.Container["env"];
}

/** Runs once for each version of Keystone and of its configuration, and is waited for. */
export class DatabaseJob extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:DatabaseJob", name, args, opts);
    const child = { parent: this };
    const place = { namespace: args.namespace.namespaceName, name, app, component: name };
    const pods = new PodGroup(name, { ...place, budget: false, traffic: jobTraffic }, child);
    const { namespace, labels } = pods.metadata;
    const container = { ...keystoneContainer(args), name, command: ["sh", "-c", args.script], env: args.env };
    new kubernetes.batch.v1.Job(
      name,
      {
        // A Job cannot be changed: another one takes its place.
        metadata: { namespace, labels },
        spec: {
          backoffLimit: 6,
          activeDeadlineSeconds: 900,
          template: {
            metadata: { labels },
            spec: { ...keystonePod(args, pods, { containers: [container] }), restartPolicy: "Never" },
          },
        },
      },
      { parent: this, customTimeouts: { create: "20m" } },
    );
    this.registerOutputs();
  }
}
