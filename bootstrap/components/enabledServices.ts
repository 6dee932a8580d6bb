import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

export interface EnabledServicesArgs {
  project: string;
  /** Such as `compute.googleapis.com`. */
  services: string[];
}

/** APIs of the project that are on, and stay on when the stack goes: others may ask them. */
export class EnabledServices extends pulumi.ComponentResource {
  constructor(name: string, args: EnabledServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bootstrap:gcp:EnabledServices", name, args, opts);
    for (const service of args.services)
      new gcp.projects.Service(
        service,
        { project: args.project, service, disableOnDestroy: false },
        { parent: this },
      );
    this.registerOutputs();
  }
}
