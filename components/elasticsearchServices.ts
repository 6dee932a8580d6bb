import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { labels, selectorLabels } from "./kit/labels";

export interface ElasticsearchServicesArgs {
  namespace: pulumi.Input<string>;
  /** Name of the StatefulSet and its namespace. */
  name: string;
  nodes: number;
}

const http = { name: "http", port: 9200, targetPort: "http" };
const transport = { name: "transport", port: 9300, targetPort: "transport" };

/** How Elasticsearch is reached: by its own nodes before they are ready, by loklak node by node, by people at one name. */
export class ElasticsearchServices extends pulumi.ComponentResource {
  /** The headless service the nodes find each other by. */
  readonly discoveryName: string;
  readonly discoveryHost: string;
  readonly httpAddress: string;
  readonly transportAddresses: string[];

  constructor(name: string, args: ElasticsearchServicesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("loklak:kubernetes:ElasticsearchServices", name, args, opts);
    const metadata = { namespace: args.namespace, labels: labels(args.name, "index") };
    const selector = selectorLabels(args.name, "index");
    // The pods need the services before they are ready, so nothing waits for a service to have ready pods.
    const skipAwait = { "pulumi.com/skipAwait": "true" };
    // The label with a pod's own name is in no template: the StatefulSet's controller adds it.
    const ofOnePod = { ...skipAwait, "kube-score/ignore": "service-targets-pod" };
    const service = (
      serviceName: string,
      spec: kubernetes.types.input.core.v1.ServiceSpec,
      annotations = skipAwait,
    ) =>
      new kubernetes.core.v1.Service(
        serviceName,
        { metadata: { ...metadata, name: serviceName, annotations }, spec },
        { parent: this },
      );

    this.discoveryName = `${args.name}-discovery`;
    const perNode = Array.from({ length: args.nodes }, (_, node) => `${args.name}-${node}`);
    service(args.name, { selector, ports: [http, transport] });
    service(this.discoveryName, {
      selector,
      clusterIP: "None",
      publishNotReadyAddresses: true,
      ports: [transport],
    });
    for (const pod of perNode)
      service(
        pod,
        { selector: { ...selector, "statefulset.kubernetes.io/pod-name": pod }, ports: [transport] },
        ofOnePod,
      );

    this.discoveryHost = `${this.discoveryName}.${args.name}.svc`;
    this.httpAddress = `${args.name}.${args.name}:${http.port}`;
    this.transportAddresses = perNode.map((pod) => `${pod}.${args.name}:${transport.port}`);
    this.registerOutputs({
      discoveryName: this.discoveryName,
      discoveryHost: this.discoveryHost,
      httpAddress: this.httpAddress,
      transportAddresses: this.transportAddresses,
    });
  }
}
