import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cpuBurst } from "./podResources";

export interface QuotaArgs {
  /** As many as run at the same time. */
  pods: number;
  /** Of each pod: thousandths of a processor, MiB. */
  cpuMillis: number;
  memoryMb: number;
  claims: number;
  /** Services with an address of their own, of one port each. */
  loadBalancers: number;
}

/** More than any of our pods may write outside of its volumes. */
const podStorageGb = 3;

/** Pods that are made smaller start while those of before, up to four times as large as this, are still there. */
const larger = { cpuMillis: 4000, memoryMb: 16_384 };

/** What a namespace may take of the cluster. */
export class Quota extends pulumi.ComponentResource {
  /** Pods that start before it exists are not held to it. */
  readonly exists: pulumi.Output<unknown>;

  constructor(
    name: string,
    args: QuotaArgs & { namespace: pulumi.Input<string> },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("loklak:kubernetes:Quota", name, args, opts);
    const child = { parent: this };
    const metadata = { name: "quota", namespace: args.namespace };

    const quota = new kubernetes.core.v1.ResourceQuota(name, { metadata, spec: { hard: hard(args) } }, child);
    const limits = new kubernetes.core.v1.LimitRange(
      name,
      {
        metadata,
        // Of containers that say nothing.
        spec: {
          limits: [
            {
              type: "Container",
              defaultRequest: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "64Mi" },
              default: { cpu: "500m", memory: "256Mi", "ephemeral-storage": "256Mi" },
            },
          ],
        },
      },
      child,
    );
    this.exists = pulumi.all([quota.urn, limits.urn]);
    this.registerOutputs();
  }
}

function hard(args: QuotaArgs): Record<string, string> {
  // Those that end beside those that take their place, and one more of a version that is rolled out.
  const pods = 2 * args.pods + 1;
  const cpuMillis = 2 * pods * Math.max(args.cpuMillis, larger.cpuMillis);
  const memory = `${2 * pods * Math.max(args.memoryMb, larger.memoryMb)}Mi`;
  return {
    pods: `${pods}`,
    "requests.cpu": `${cpuMillis}m`,
    "limits.cpu": `${cpuBurst * cpuMillis}m`,
    "requests.memory": memory,
    "limits.memory": memory,
    "requests.ephemeral-storage": `${podStorageGb * pods}Gi`,
    "limits.ephemeral-storage": `${podStorageGb * pods}Gi`,
    // A claim that is replaced counts for a moment longer than it exists.
    persistentvolumeclaims: `${2 * args.claims}`,
    "services.loadbalancers": `${args.loadBalancers}`,
    "services.nodeports": `${args.loadBalancers}`,
  };
}
