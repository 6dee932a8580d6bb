import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { TargetCluster } from "./targetCluster";

/** Outputs of the cluster's stack. */
export interface ConnectedClusterArgs {
  clusterEndpoint: string;
  kubeconfig: string;
}

/** A cluster of another stack, and the Kubernetes provider that deploys onto it as whoever runs Pulumi. */
export class ConnectedCluster extends pulumi.ComponentResource implements TargetCluster {
  readonly provider: kubernetes.Provider;

  constructor(name: string, args: ConnectedClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:gke:ConnectedCluster", name, args, opts);
    this.provider = new kubernetes.Provider(
      name,
      {
        kubeconfig: args.kubeconfig,
        // On a cluster that took the place of this one nothing is left: all of it has to be made there.
        clusterIdentifier: args.clusterEndpoint,
      },
      { parent: this },
    );
    this.registerOutputs();
  }

  objectName(name: string): pulumi.Output<string> {
    return pulumi.output(name);
  }
}
