import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { of, type PlanPolicy, type ResourcePolicy } from "./plan";
import { allPods, type Pods, selectsAll } from "./pods";

type Budget = pulumi.Unwrap<kubernetes.types.input.policy.v1.PodDisruptionBudget>;

/** What makes pods that answer for as long as they live. */
const servers = ["kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet"];

export const availabilityPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "maintenance-takes-one-pod-at-a-time",
    description: "Every workload has a disruption budget that lets one of its pods go, and only one.",
    plan: (resources) => {
      const budgets = resources.filter(of("kubernetes:policy/v1:PodDisruptionBudget"));
      return allPods(resources.filter(of(...servers)))
        .filter((pods) => !budgets.some(({ props }) => covers(props, pods)))
        .map(({ urn }) => ({ urn, message: "must have a PodDisruptionBudget of maxUnavailable: 1" }));
    },
  },
];

function covers({ metadata, spec }: Budget, pods: Pods): boolean {
  return spec?.maxUnavailable === 1 && selectsAll(metadata?.namespace, spec.selector, pods);
}
