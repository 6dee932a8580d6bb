import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { PodGroup } from "./podGroup";

export interface RolledDeploymentArgs {
  pods: PodGroup;
  replicas: number;
  template: kubernetes.types.input.core.v1.PodTemplateSpec;
}

/**
 * The Deployment of a group of pods that a new version replaces one by one, without a gap. Waited for: 20 minutes when it is
 * made and 60 when it changes, unless `opts` say otherwise.
 */
export function rolledDeployment(
  name: string,
  { pods, replicas, template }: RolledDeploymentArgs,
  opts: pulumi.CustomResourceOptions,
): kubernetes.apps.v1.Deployment {
  return new kubernetes.apps.v1.Deployment(
    name,
    {
      metadata: pods.metadata,
      spec: {
        replicas,
        selector: pods.selector,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template,
      },
    },
    { customTimeouts: { create: "20m", update: "60m" }, ...opts },
  );
}
