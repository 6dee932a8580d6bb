import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { DataStorage } from "./kit/dataStorage";
import { elasticsearchHome } from "./elasticsearchConfig";
import { NodePool } from "./nodePool";
import { PodGroup } from "./kit/podGroup";
import { podResources } from "./kit/podResources";
import { restrictedContainer, restrictedPod } from "./kit/restricted";

export interface ElasticsearchPodArgs {
  image: pulumi.Input<string>;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
  pods: PodGroup;
  configMapName: pulumi.Input<string>;
  storage: DataStorage;
}

/** A minute or two is usual; a large shard that must be copied as a whole takes longer than anybody should wait. */
const leaveSeconds = 600;

/** One Elasticsearch node; the claim `data` is added by the StatefulSet. */
export function elasticsearchPod(args: ElasticsearchPodArgs): kubernetes.types.input.core.v1.PodSpec {
  return {
    ...args.nodePool.placement(),
    ...restrictedPod,
    serviceAccountName: args.pods.serviceAccountName,
    priorityClassName: args.storage.priorityClassName,
    topologySpreadConstraints: args.pods.spread,
    // Two nodes on one machine would go down together, and with them the majority.
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: "kubernetes.io/hostname", labelSelector: args.pods.selector },
        ],
      },
    },
    // leave.sh may take half a minute more for the flush that follows its wait.
    terminationGracePeriodSeconds: leaveSeconds + 60,
    containers: [
      {
        ...restrictedContainer,
        name: "elasticsearch",
        image: args.image,
        env: [
          { name: "ES_HEAP_SIZE", value: `${args.heapMb}m` },
          { name: "ES_JAVA_OPTS", value: "-XX:+ExitOnOutOfMemoryError" },
          { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        ],
        ports: [
          { name: "http", containerPort: 9200 },
          { name: "transport", containerPort: 9300 },
        ],
        resources: podResources(args, { request: "256Mi", limit: "1Gi" }),
        // HTTP opens only after a master was elected or 30 s: whether the node lives shows at its transport port.
        startupProbe: { tcpSocket: { port: "transport" }, periodSeconds: 5, failureThreshold: 60 },
        livenessProbe: {
          tcpSocket: { port: "transport" },
          periodSeconds: 20,
          timeoutSeconds: 5,
          failureThreshold: 6,
        },
        // Answers at once, and only when the node knows a master.
        readinessProbe: {
          httpGet: { path: "/_cluster/health?timeout=1s&master_timeout=1s", port: "http" },
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
        },
        // Ready is sooner than complete: without it an update stops a node while the one before still copies its shards.
        lifecycle: { preStop: { exec: { command: ["leave.sh", String(leaveSeconds)] } } },
        volumeMounts: [
          { name: "data", mountPath: `${elasticsearchHome}/data` },
          { name: "config", mountPath: `${elasticsearchHome}/config`, readOnly: true },
          { name: "scratch", mountPath: `${elasticsearchHome}/logs`, subPath: "logs" },
          { name: "scratch", mountPath: "/tmp", subPath: "tmp" },
        ],
      },
    ],
    volumes: [
      { name: "config", configMap: { name: args.configMapName } },
      { name: "scratch", emptyDir: { sizeLimit: "512Mi" } },
    ],
  };
}
