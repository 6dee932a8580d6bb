import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { keystoneContainer, keystonePod, KeystonePodArgs } from "./keystonePod";

export interface DatabaseJobArgs extends KeystonePodArgs {
  pods: PodGroup;
  /** For `sh -c`; it may run more than once. */
  script: string;
  env?: kubernetes.types.input.core.v1.Container["env"];
}

/** Runs once for each version of Keystone and of its configuration, and is waited for. */
export class DatabaseJob extends pulumi.ComponentResource {
  constructor(name: string, args: DatabaseJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:DatabaseJob", name, args, opts);
    const { namespace, labels } = args.pods.metadata;
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
            spec: { ...keystonePod(args, args.pods, { containers: [container] }), restartPolicy: "Never" },
          },
        },
      },
      { parent: this, customTimeouts: { create: "20m" } },
    );
    this.registerOutputs();
  }
}
