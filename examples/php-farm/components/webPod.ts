import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { dirname } from "node:path";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { podResources } from "loklak-gke/kit/podResources";
import { restrictedContainer, restrictedPod } from "loklak-gke/kit/restricted";
import { ContentVolume } from "./contentVolume";
import { paths, ports, requestSeconds } from "./paths";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;

export interface ContainerSize {
  cpuMillis: number;
  memoryMb: number;
}

export interface WebPodArgs {
  /** By digest. */
  images: { web: pulumi.Input<string>; php: pulumi.Input<string> };
  sizes: { web: ContainerSize; php: ContainerSize };
  volume: ContentVolume;
  placement: Pick<PodSpec, "nodeSelector" | "tolerations">;
}

/** Google's load balancer asks each node every 8 s for ready pods, and sends nothing more after three times without. */
const lastRequestSeconds = 30;
/** nginx goes first, and PHP when it has answered what nginx had taken. */
const phpSeconds = lastRequestSeconds + 5;

const probe = (path: string) => ({ httpGet: { path, port: "health" }, timeoutSeconds: 5 });
const alive = (path: string) => ({
  startupProbe: { ...probe(path), periodSeconds: 2, failureThreshold: 30 },
  livenessProbe: { ...probe(path), periodSeconds: 20, failureThreshold: 6 },
});
const tmp = (name: string) => ({ name, mountPath: "/tmp" });

/** nginx, and PHP behind it; both read the content and neither can write it. */
export function webPod(args: WebPodArgs, pods: PodGroup, configMapName: pulumi.Input<string>): PodSpec {
  const shared = [
    { name: "content", mountPath: paths.content, readOnly: true },
    { name: "sockets", mountPath: dirname(paths.socket) },
  ];
  return {
    ...args.placement,
    ...restrictedPod,
    serviceAccountName: pods.serviceAccountName,
    topologySpreadConstraints: pods.spread,
    terminationGracePeriodSeconds: phpSeconds + requestSeconds + 10,
    containers: [
      {
        ...restrictedContainer,
        name: "web",
        image: args.images.web,
        ports: [
          { name: "http", containerPort: ports.http },
          { name: "health", containerPort: ports.health },
        ],
        resources: podResources(args.sizes.web, { request: "64Mi", limit: "512Mi" }),
        ...alive("/nginx"),
        readinessProbe: { ...probe("/ready"), periodSeconds: 5, failureThreshold: 2 },
        lifecycle: { preStop: { sleep: { seconds: lastRequestSeconds } } },
        volumeMounts: [
          ...shared,
          { name: "config", mountPath: "/etc/nginx/nginx.conf", subPath: "nginx.conf", readOnly: true },
          tmp("web-tmp"),
        ],
      },
      {
        ...restrictedContainer,
        name: "php",
        image: args.images.php,
        resources: podResources(args.sizes.php, { request: "64Mi", limit: "512Mi" }),
        // Through nginx: what it has no port for, a probe cannot ask.
        ...alive("/php"),
        lifecycle: { preStop: { sleep: { seconds: phpSeconds } } },
        volumeMounts: [
          ...shared,
          { name: "config", mountPath: paths.phpSettings, readOnly: true },
          tmp("php-tmp"),
        ],
      },
    ],
    volumes: [
      {
        name: "content",
        // Read-only for the whole pod: kubelet leaves the owners of the files alone.
        persistentVolumeClaim: { claimName: args.volume.claimName, readOnly: true },
      },
      { name: "config", configMap: { name: configMapName } },
      { name: "sockets", emptyDir: { sizeLimit: "1Mi" } },
      { name: "web-tmp", emptyDir: { sizeLimit: "256Mi" } },
      { name: "php-tmp", emptyDir: { sizeLimit: "256Mi" } },
    ],
  };
}
