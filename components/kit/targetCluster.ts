import * as pulumi from "@pulumi/pulumi";

/** A cluster that components deploy onto: a stack's own, or one of another stack. */
export interface TargetCluster {
  /** The name of an object outside of namespaces. */
  objectName(name: string): pulumi.Output<string>;
}
