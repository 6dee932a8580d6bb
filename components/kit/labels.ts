import * as pulumi from "@pulumi/pulumi";

/** Which pods a selector means; never changes for an existing workload, since selectors cannot be changed. */
export function selectorLabels(name: string, component: string): Record<string, string> {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/component": component };
}

/** What every Kubernetes object of a workload carries. */
export function labels(name: string, component: string): Record<string, string> {
  return {
    ...selectorLabels(name, component),
    "app.kubernetes.io/part-of": pulumi.getProject(),
    "app.kubernetes.io/managed-by": "pulumi",
  };
}
