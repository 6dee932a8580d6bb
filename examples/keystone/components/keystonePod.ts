import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { podResources } from "loklak-gke/kit/podResources";
import { restrictedContainer, restrictedPod } from "loklak-gke/kit/restricted";
import { Placement } from "./databasePod";
import { healthPath, keystoneEnvironment, keystoneHome, memcachedCommand } from "./keystoneConfig";
import { KeystoneFiles } from "./keystoneFiles";
import { ports } from "./traffic";

export interface KeystonePodArgs {
  /** By digest. */
  image: pulumi.Input<string>;
  placement: Placement;
  cpuMillis: number;
  memoryMb: number;
  files: KeystoneFiles;
}

type Container = kubernetes.types.input.core.v1.Container;
type PodSpec = kubernetes.types.input.core.v1.PodSpec;

const ephemeral = { request: "64Mi", limit: "256Mi" };

/**
 * Google's load balancer asks each node every 8 s whether it has ready pods, and stops sending to it when it was told
 * three times that it has none (kubernetes/ingress-gce, pkg/healthchecksl4).
 */
const lastRequestSeconds = 30;

/** What every pod of Keystone's image has: its configuration, and a folder to write to. */
export function keystonePod(
  { placement, files }: KeystonePodArgs,
  pods: PodGroup,
  containers: Pick<PodSpec, "containers" | "initContainers">,
): PodSpec {
  return {
    ...placement,
    ...restrictedPod,
    serviceAccountName: pods.serviceAccountName,
    ...containers,
    volumes: [files.volume, { name: "tmp", emptyDir: { sizeLimit: "128Mi" } }],
  };
}

/** A container of Keystone's image. */
export function keystoneContainer(args: KeystonePodArgs): Omit<Container, "name"> {
  return {
    ...restrictedContainer,
    image: args.image,
    resources: podResources(args, ephemeral),
    volumeMounts: [
      { name: args.files.volume.name, mountPath: keystoneHome, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** One replica of the API, and the cache beside it. */
export function apiPod(
  args: KeystonePodArgs & { memcachedImage: pulumi.Input<string> },
  pods: PodGroup,
): PodSpec {
  const alive = { httpGet: { path: healthPath, port: "http" }, timeoutSeconds: 5 };
  return {
    ...keystonePod(args, pods, {
      initContainers: [
        {
          ...restrictedContainer,
          name: "memcached",
          image: args.memcachedImage,
          // A sidecar: there before Keystone starts, and still there while Keystone ends.
          restartPolicy: "Always",
          command: memcachedCommand,
          resources: podResources({ cpuMillis: 50, memoryMb: 128 }, { request: "16Mi", limit: "64Mi" }),
        },
      ],
      containers: [
        {
          ...keystoneContainer(args),
          name: "keystone",
          env: Object.entries(keystoneEnvironment).map(([name, value]) => ({ name, value })),
          ports: [{ name: "http", containerPort: ports.keystone }],
          startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 60 },
          livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 6 },
          // Without the database no replica is better than another one.
          readinessProbe: { ...alive, periodSeconds: 5, failureThreshold: 3 },
          lifecycle: { preStop: { exec: { command: ["sleep", `${lastRequestSeconds}`] } } },
        },
      ],
    }),
    topologySpreadConstraints: pods.spread,
    // gunicorn gives requests that it has begun 25 s.
    terminationGracePeriodSeconds: lastRequestSeconds + 30,
  };
}
