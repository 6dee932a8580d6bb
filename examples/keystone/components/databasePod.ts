import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { podResources } from "loklak-gke/kit/podResources";
import { restrictedContainer, restrictedPod } from "loklak-gke/kit/restricted";
import { installDatabase, mariadbCommand, mariadbDisk, mariadbHome, mariadbReady } from "./mariadbConfig";
import { ports } from "./traffic";

/** What a pod says to run in a node pool: fields of its spec. */
export type Placement = Pick<kubernetes.types.input.core.v1.PodSpec, "nodeSelector" | "tolerations">;

export interface DatabasePodArgs {
  image: pulumi.Input<string>;
  placement: Placement;
  cpuMillis: number;
  memoryMb: number;
  pods: PodGroup;
  priorityClassName: pulumi.Input<string>;
  claimName: pulumi.Input<string>;
  configMapName: pulumi.Input<string>;
  secretName: pulumi.Input<string>;
}

/** The MariaDB server. */
export function databasePod(args: DatabasePodArgs): kubernetes.types.input.core.v1.PodSpec {
  const asks = { exec: { command: mariadbReady }, timeoutSeconds: 5 };
  const container = {
    ...restrictedContainer,
    image: args.image,
    volumeMounts: [
      { name: "data", mountPath: mariadbDisk },
      { name: "config", mountPath: mariadbHome, readOnly: true },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
  const ephemeral = { request: "64Mi", limit: "1Gi" };
  return {
    ...args.placement,
    ...restrictedPod,
    serviceAccountName: args.pods.serviceAccountName,
    priorityClassName: args.priorityClassName,
    // It writes what is in memory to the disk.
    terminationGracePeriodSeconds: 120,
    initContainers: [
      {
        ...container,
        name: "install",
        command: ["sh", "-ec", installDatabase],
        resources: podResources({ cpuMillis: 100, memoryMb: 256 }, ephemeral),
      },
    ],
    containers: [
      {
        ...container,
        name: "mariadb",
        command: mariadbCommand,
        ports: [{ name: "mariadb", containerPort: ports.database }],
        resources: podResources(args, ephemeral),
        // After a crash it first reads its log.
        startupProbe: { ...asks, periodSeconds: 5, failureThreshold: 120 },
        livenessProbe: { ...asks, periodSeconds: 20, failureThreshold: 6 },
        readinessProbe: { ...asks, periodSeconds: 5, failureThreshold: 3 },
      },
    ],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: args.claimName } },
      {
        name: "config",
        projected: {
          defaultMode: 0o440,
          sources: [{ configMap: { name: args.configMapName } }, { secret: { name: args.secretName } }],
        },
      },
      { name: "tmp", emptyDir: { sizeLimit: "1Gi" } },
    ],
  };
}
