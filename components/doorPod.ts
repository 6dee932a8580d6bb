import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { nginxHealthPath } from "./nginxConfig";
import { nginxDiskMb, nginxShutdownSeconds } from "./nginxLimits";
import { NodePool } from "./nodePool";
import { PodGroup } from "./kit/podGroup";
import { podResources } from "./kit/podResources";
import { restrictedContainer, restrictedPod } from "./kit/restricted";

export interface DoorPodArgs {
  /** By digest. */
  image: pulumi.Input<string>;
  nodePool: NodePool;
  memoryMb: number;
  cpuMillis: number;
  /** Holds nginx.conf. */
  configMapName: pulumi.Input<string>;
  pods: PodGroup;
}

/** Where nginx listens; none of them needs a privilege. */
export const doorPorts = { public: 8080, gateway: 8081, health: 8082 };

/**
 * Google's regional load balancer asks each node every 8 s whether it has ready pods, and stops sending to it when it was told
 * three times that it has none (kubernetes/ingress-gce, pkg/healthchecksl4). A domain's one is told of each pod that goes, which
 * takes longer: Google's own example waits 40 s (cloud.google.com/knowledge, "502 503 errors on external HTTP(s) Load Balancer").
 */
const lastRequestSeconds = 60;

/** How long one goes on with requests that it had when it was told to stop. */
export const drainSeconds = lastRequestSeconds + nginxShutdownSeconds;

/** One nginx. */
export function doorPod(args: DoorPodArgs): kubernetes.types.input.core.v1.PodSpec {
  const alive = { httpGet: { path: nginxHealthPath, port: "health" }, timeoutSeconds: 5 };
  return {
    ...args.nodePool.placement(),
    ...restrictedPod,
    serviceAccountName: args.pods.serviceAccountName,
    topologySpreadConstraints: args.pods.spread,
    terminationGracePeriodSeconds: drainSeconds + 10,
    containers: [
      {
        ...restrictedContainer,
        name: "nginx",
        image: args.image,
        ports: [
          { name: "http", containerPort: doorPorts.public },
          { name: "health", containerPort: doorPorts.health },
        ],
        resources: podResources(args, { request: "64Mi", limit: "1Gi" }),
        startupProbe: { ...alive, periodSeconds: 1, failureThreshold: 60 },
        livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6 },
        readinessProbe: { ...alive, periodSeconds: 5, failureThreshold: 2 },
        lifecycle: { preStop: { sleep: { seconds: lastRequestSeconds } } },
        volumeMounts: [
          { name: "config", mountPath: "/etc/nginx/nginx.conf", subPath: "nginx.conf", readOnly: true },
          { name: "tmp", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "config", configMap: { name: args.configMapName } },
      { name: "tmp", emptyDir: { sizeLimit: `${nginxDiskMb + 12}Mi` } },
    ],
  };
}
