import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { Namespace } from "loklak-gke/kit/namespace";
import { PodGroup } from "loklak-gke/kit/podGroup";
import { podResources } from "loklak-gke/kit/podResources";
import { restrictedContainer, restrictedPod } from "loklak-gke/kit/restricted";
import { ContentVolume } from "./contentVolume";
import { paths } from "./paths";
import { app, publicationTraffic } from "./traffic";

type PodSpec = kubernetes.types.input.core.v1.PodSpec;

export interface PublicationArgs {
  namespace: Namespace;
  /** By digest; it holds the content. */
  image: pulumi.Input<string>;
  volume: ContentVolume;
  /** How long a content that was replaced is kept. */
  keepMinutes: number;
  placement: Pick<PodSpec, "nodeSelector" | "tolerations">;
}

/** Publishes the content of its image, once for each image, and is waited for. */
export class Publication extends pulumi.ComponentResource {
  constructor(name: string, args: PublicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("php-farm:kubernetes:Publication", name, args, opts);
    const namespace = args.namespace.namespaceName;
    const pods = new PodGroup(
      name,
      { namespace, name, app, component: "publication", budget: false, traffic: publicationTraffic },
      { parent: this },
    );
    const spec: PodSpec = {
      ...args.placement,
      ...restrictedPod,
      serviceAccountName: pods.serviceAccountName,
      restartPolicy: "Never",
      containers: [
        {
          ...restrictedContainer,
          name: "publish",
          image: args.image,
          args: [`${args.keepMinutes}`],
          resources: podResources({ cpuMillis: 100, memoryMb: 128 }, { request: "16Mi", limit: "64Mi" }),
          volumeMounts: [{ name: "content", mountPath: paths.content }],
        },
      ],
      volumes: [{ name: "content", persistentVolumeClaim: { claimName: args.volume.claimName } }],
    };
    new kubernetes.batch.v1.Job(
      name,
      {
        // A Job cannot be changed: another one takes its place.
        metadata: { namespace, labels: pods.labels },
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: 1800,
          template: { metadata: { labels: pods.labels }, spec },
        },
      },
      { parent: this, customTimeouts: { create: "40m" } },
    );
    this.registerOutputs();
  }
}
