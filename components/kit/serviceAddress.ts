import * as pulumi from "@pulumi/pulumi";

/** Where a service is found. */
export interface ServiceAddress {
  /** The whole name: who asks DNS without a pod's search list finds it too. */
  host: string;
  port: number;
}

/** That of a service of this name. */
export function serviceAddress(
  name: string,
  namespace: pulumi.Output<string>,
  port: number,
): pulumi.Output<ServiceAddress> {
  return namespace.apply((space) => ({ host: `${name}.${space}.svc.cluster.local`, port }));
}
