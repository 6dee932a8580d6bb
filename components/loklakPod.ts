import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { NodePool } from "./nodePool";
import { PodGroup } from "./kit/podGroup";
import { podResources } from "./kit/podResources";
import { restrictedContainer, restrictedPod } from "./kit/restricted";

export interface LoklakPodArgs {
  image: pulumi.Input<string>;
  nodePool: NodePool;
  heapMb: number;
  memoryMb: number;
  cpuMillis: number;
  /** `<host>:<port>` of Elasticsearch's HTTP; the server starts when the index there is at least yellow. */
  elasticsearch: string;
  configMapName: pulumi.Input<string>;
  /** Its keys win over the ConfigMap's. */
  secretName?: pulumi.Input<string>;
  pods: PodGroup;
  /** None: displaced by pods that have one. */
  priorityClassName?: pulumi.Input<string>;
  /** Seconds for which requests may still come after the pod was told to stop. */
  lastRequestSeconds: number;
  /** Where data/ is: settings, accounts, log files and dumps. */
  data: Omit<kubernetes.types.input.core.v1.Volume, "name">;
}

export const loklakPort = 9000;

// The queue holds 20,000 messages at most and a loaded Elasticsearch takes 150 of them a second.
const drainSeconds = 150;

function javaOptions(heapMb: number): string[] {
  return [
    `-Xmx${heapMb}m`,
    "-XX:+ExitOnOutOfMemoryError",
    // Elasticsearch's client takes settings from properties that begin with "es." (InternalSettingsPreparer). Only when it
    // sniffs does it end connections to a node that does not answer (SniffNodesSampler): a batch sent to a machine that is
    // lost would else wait for TCP to give up, a quarter of an hour, and all later ones behind it.
    "-Des.client.transport.sniff=true",
    "-Des.transport.tcp.connect_timeout=5s",
  ];
}

/** One loklak server. */
export function loklakPod(args: LoklakPodArgs): kubernetes.types.input.core.v1.PodSpec {
  const health = `http://${args.elasticsearch}/_cluster/health?wait_for_status=yellow&timeout=10s`;
  const stopSeconds = args.lastRequestSeconds + drainSeconds;
  const alive = { httpGet: { path: "/robots.txt", port: "http" }, timeoutSeconds: 5 };
  return {
    ...args.nodePool.placement(),
    ...restrictedPod,
    serviceAccountName: args.pods.serviceAccountName,
    priorityClassName: args.priorityClassName,
    topologySpreadConstraints: args.pods.spread,
    terminationGracePeriodSeconds: stopSeconds + 30,
    initContainers: [
      {
        ...restrictedContainer,
        name: "wait-for-index",
        image: args.image,
        command: ["sh", "-c", `until curl -sf -o /dev/null --max-time 15 '${health}'; do sleep 2; done`],
        resources: podResources({ cpuMillis: 50, memoryMb: 64 }, { request: "16Mi", limit: "64Mi" }),
      },
    ],
    containers: [
      {
        ...restrictedContainer,
        name: "loklak",
        image: args.image,
        env: [{ name: "JAVA_TOOL_OPTIONS", value: javaOptions(args.heapMb).join(" ") }],
        envFrom: [
          { configMapRef: { name: args.configMapName } },
          ...(args.secretName ? [{ secretRef: { name: args.secretName } }] : []),
        ],
        ports: [{ name: "http", containerPort: loklakPort }],
        resources: podResources(args, { request: "512Mi", limit: "2Gi" }),
        // Static and cheap; status.json would end a healthy server whenever Elasticsearch is slow.
        startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 60 },
        livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6 },
        // Asks status.json from loopback, where loklak does not throttle; without Elasticsearch it answers 200, but has no index part.
        readinessProbe: {
          exec: { command: ["ready.sh", "8"] },
          periodSeconds: 10,
          timeoutSeconds: 10,
          failureThreshold: 3,
        },
        lifecycle: {
          preStop: { exec: { command: ["drain.sh", `${args.lastRequestSeconds}`, `${stopSeconds}`] } },
        },
        volumeMounts: [
          { name: "data", mountPath: "/loklak_server/data" },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "data", ...args.data },
      { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
  };
}
