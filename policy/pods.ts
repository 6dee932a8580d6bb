import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { list, type Planned, selects, unknown } from "./plan";

export type Spec = pulumi.Unwrap<kubernetes.types.input.core.v1.PodSpec>;
type Selector = pulumi.Unwrap<kubernetes.types.input.meta.v1.LabelSelector>;
export type Metadata = pulumi.Unwrap<kubernetes.types.input.meta.v1.ObjectMeta>;

type Container = Pick<Spec["containers"][number], "name" | "image">;

/** The pods that a workload makes, or a pod by itself. */
export interface Pods {
  urn: string;
  /** Type token of what makes them. */
  type: string;
  namespace?: string;
  labels: Record<string, string>;
  spec: Spec;
}

interface Template {
  metadata?: Metadata;
  spec?: Spec & { template?: Template; jobTemplate?: { spec?: { template?: Template } } };
}

/** The pods of one resource; undefined when it makes none. */
export function podsOf({ type, urn, props }: Planned): Pods | undefined {
  if (!type.startsWith("kubernetes:")) return undefined;
  const { metadata, spec } = props as Template;
  const template = spec?.jobTemplate?.spec?.template ?? spec?.template ?? props;
  const { metadata: own, spec: podSpec } = template as Template;
  if (podSpec?.containers === undefined) return undefined;
  return {
    urn,
    type,
    namespace: metadata?.namespace,
    labels: own?.labels ?? {},
    spec: podSpec,
  };
}

export function allPods(resources: Planned[]): Pods[] {
  return resources.map(podsOf).filter((pods) => pods !== undefined);
}

/** Every container of a pod whose image is known, also those that run before it or are put into it. */
export function containersOf({ containers, initContainers, ephemeralContainers }: Spec): Container[] {
  const all: Container[] = [...list(containers), ...list(initContainers), ...list(ephemeralContainers)];
  return all.filter(({ image }) => image !== unknown);
}

/** True when a selector in this namespace surely means all of the pods. */
export function selectsAll(
  namespace: string | undefined,
  selector: Selector | undefined,
  pods: Pods,
): boolean {
  return (
    namespace === pods.namespace &&
    selector?.matchExpressions === undefined &&
    selects(selector?.matchLabels, pods.labels)
  );
}
