import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "loklak-gke/kit/labels";
import { Namespace } from "loklak-gke/kit/namespace";
import { bootstrapEnvironment, bootstrapScript } from "./bootstrapScripts";
import { DatabaseJob } from "./databaseJob";
import { KeystonePodArgs } from "./keystonePod";
import { app } from "./traffic";

export interface BootstrapArgs extends KeystonePodArgs {
  namespace: Namespace;
  publicUrl: pulumi.Input<string>;
  internalUrl: pulumi.Input<string>;
  /** Name of the region in Keystone's catalogue. */
  region: string;
  adminPassword: pulumi.Input<string>;
}

/** Makes the database ready for the version that is deployed after it: tables, first user, catalogue. */
export class Bootstrap extends pulumi.ComponentResource {
  constructor(name: string, args: BootstrapArgs, opts?: pulumi.ComponentResourceOptions) {
    super("keystone:kubernetes:Bootstrap", name, args, opts);
    const child = { parent: this };
    const namespace = args.namespace.namespaceName;
    const password = new kubernetes.core.v1.Secret(
      name,
      {
        metadata: { namespace, labels: labels(app, "bootstrap") },
        stringData: { password: args.adminPassword },
      },
      child,
    );
    const env = pulumi
      .all([args.publicUrl, args.internalUrl])
      .apply(([publicUrl, internalUrl]) =>
        bootstrapEnvironment({ publicUrl, internalUrl, region: args.region }),
      );
    new DatabaseJob(
      name,
      {
        ...args,
        script: bootstrapScript,
        env: env.apply((values) => [
          ...Object.entries(values).map(([key, value]) => ({ name: key, value })),
          {
            name: "OS_BOOTSTRAP_PASSWORD",
            valueFrom: { secretKeyRef: { name: password.metadata.name, key: "password" } },
          },
        ]),
      },
      child,
    );
    this.registerOutputs();
  }
}
