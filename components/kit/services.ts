import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodGroup } from "./podGroup";
import { ServiceAddress, serviceAddress } from "./serviceAddress";

export interface ServicesArgs {
  pods: PodGroup;
  /** Where both are asked, for the pods' port named `http`. */
  port: number;
}

/** Where a group of pods is found, by the workload's own name and by that of each pod that is ready. */
export interface Services {
  /** One address for all of them. */
  address: pulumi.Output<ServiceAddress>;
  /** The service without an address, which resolves to those of the pods. */
  headlessName: string;
  headlessAddress: pulumi.Output<ServiceAddress>;
}

/** Makes them, `<name>` and `<name>-headless`; neither waits for pods, since the workload itself is waited for. */
export function services({ pods, port }: ServicesArgs, parent: pulumi.Resource): Services {
  const { name, namespace } = pods.metadata;
  const headlessName = `${name}-headless`;
  const service = (serviceName: string, clusterIP?: "None"): pulumi.Output<ServiceAddress> => {
    new kubernetes.core.v1.Service(
      serviceName,
      {
        metadata: { ...pods.metadata, name: serviceName, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: {
          clusterIP,
          selector: pods.selector.matchLabels,
          ports: [{ name: "http", port, targetPort: "http" }],
        },
      },
      { parent },
    );
    return serviceAddress(serviceName, pulumi.output(namespace), port);
  };
  return { address: service(name), headlessName, headlessAddress: service(headlessName, "None") };
}
