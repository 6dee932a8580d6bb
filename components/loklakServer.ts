import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Elasticsearch } from "./elasticsearch";
import { loklakPod, LoklakPodArgs } from "./loklakPod";
import { asEnvironment, loklakSettings } from "./loklakSettings";
import { Namespace } from "./kit/namespace";
import { NodePool } from "./nodePool";
import { PodGroup } from "./kit/podGroup";

/** What every loklak server is told, whatever its part. */
export interface LoklakServerArgs {
  namespace: Namespace;
  /** By digest. */
  image: pulumi.Input<string>;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
  /** Further keys of loklak's conf/config.properties, which win over those that make the server; kept as a Secret. */
  settings?: pulumi.Input<Record<string, string>>;
  elasticsearch: Elasticsearch;
}

/** What makes servers what they are. */
export interface LoklakServerPart extends Pick<
  LoklakPodArgs,
  "data" | "priorityClassName" | "lastRequestSeconds"
> {
  pods: PodGroup;
  /** Whether messages are also written to data/dump. */
  writeDumps: boolean;
}

/** The settings of a loklak server, as a ConfigMap and a Secret that are children of `parent`, and the template of the pods that read them. */
export function loklakServer(
  name: string,
  args: LoklakServerArgs,
  { writeDumps, ...part }: LoklakServerPart,
  parent: pulumi.Resource,
): kubernetes.types.input.core.v1.PodTemplateSpec {
  const metadata = { namespace: args.namespace.namespaceName, labels: part.pods.labels };
  const settings = new kubernetes.core.v1.ConfigMap(
    name,
    {
      metadata,
      data: loklakSettings({
        elasticsearch: args.elasticsearch.transportAddresses,
        writeDumps,
      }),
    },
    { parent },
  );
  const further =
    args.settings &&
    new kubernetes.core.v1.Secret(
      name,
      { metadata, stringData: pulumi.output(args.settings).apply(asEnvironment) },
      { parent },
    );
  return {
    metadata: {
      labels: part.pods.labels,
      // A server drops what it has sent to the index before (existCache in loklak's AbstractIndexFactory.java): with another index it starts anew.
      annotations: { "loklak.org/index-generation": `${args.elasticsearch.generation}` },
    },
    spec: loklakPod({
      ...args,
      ...part,
      elasticsearch: args.elasticsearch.httpAddress,
      configMapName: settings.metadata.name,
      secretName: further?.metadata.name,
    }),
  };
}
