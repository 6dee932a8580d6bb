import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { recordOf } from "./golden";
import { find, type Recorded } from "./record";

export type PodSpec = pulumi.Unwrap<kubernetes.types.input.core.v1.PodSpec>;
export type Container = PodSpec["containers"][number];
export type Probe = NonNullable<Container["readinessProbe"]>;

/** A pod as a stack renders it, with the one ConfigMap of its workload. */
export interface RenderedPod {
  spec: PodSpec;
  config: Record<string, string>;
}

/** The variables of a container's environment, on a machine where its pod has this address; a source that is not known here is an error. */
export function environmentOf(
  { config }: RenderedPod,
  { env = [], envFrom = [] }: Container,
  address: string,
): Record<string, string> {
  for (const { configMapRef, prefix } of envFrom)
    if (configMapRef === undefined || prefix !== undefined)
      throw new Error("variables come from elsewhere than the pod's ConfigMap");
  const own = env.map(({ name, value, valueFrom }): [string, string] => {
    if (value === undefined && valueFrom?.fieldRef?.fieldPath !== "status.podIP")
      throw new Error(`the variable ${name} has a source that is not known here`);
    return [name, value ?? address];
  });
  return { ...(envFrom.length > 0 ? config : {}), ...Object.fromEntries(own) };
}

/** What the program renders for a stack: the very pods, probes, hooks and settings. */
export class Rendered {
  private constructor(private readonly resources: Recorded[]) {}

  static async of(stack: string): Promise<Rendered> {
    const { resources } = await recordOf(stack);
    return new Rendered(resources);
  }

  /** The pod of a StatefulSet or Deployment. */
  pod(workload: string): RenderedPod {
    const kinds = ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"];
    const isWorkload = ({ type, name }: Recorded): boolean => kinds.includes(type) && name === workload;
    const type = this.resources.find(isWorkload)?.type ?? kinds.join(" or ");
    const { spec } = this.inputs<{ spec: { template: { spec: PodSpec } } }>(type, workload);
    const { data } = this.inputs<{ data: RenderedPod["config"] }>("kubernetes:core/v1:ConfigMap", workload);
    return { spec: spec.template.spec, config: data };
  }

  /** An argument that an image is built with. */
  buildArgument(image: string, name: string): string {
    const { build } = this.inputs<{ build: { args: Record<string, string> } }>(
      "docker:index/image:Image",
      image,
    );
    const value = build.args[name];
    if (value === undefined) throw new Error(`${image} is built without ${name}`);
    return value;
  }

  private inputs<T>(type: string, name: string): T {
    return find(this.resources, type, name).inputs as T;
  }
}
