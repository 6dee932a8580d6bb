import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { goldenText, type Golden } from "../../support/golden";

export type PodSpec = pulumi.Unwrap<kubernetes.types.input.core.v1.PodSpec>;
export type Container = PodSpec["containers"][number];
export type Probe = NonNullable<Container["readinessProbe"]>;

/** What the program renders for prod: the very pods, probes, hooks and settings. */
export class Rendered {
  private constructor(private readonly resources: Golden["resources"]) {}

  static async prod(): Promise<Rendered> {
    return new Rendered((JSON.parse(await goldenText("prod")) as Golden).resources);
  }

  /** The pod of a StatefulSet or Deployment. */
  podSpec(name: string): PodSpec {
    const { spec } = this.inputs(/^kubernetes:apps\/v1:(StatefulSet|Deployment)$/, name) as {
      spec: { template: { spec: PodSpec } };
    };
    return spec.template.spec;
  }

  /** The files or settings of a ConfigMap, by the name that pods know it by. */
  configMap(physicalName: string): Record<string, string> {
    const { data } = this.inputs(/^kubernetes:core\/v1:ConfigMap$/, physicalName.replace(/-0+$/, "")) as {
      data: Record<string, string | string[]>;
    };
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Array.isArray(value) ? value.join("\n") : value]),
    );
  }

  /** An argument that an image is built with. */
  buildArgument(image: string, name: string): string {
    const { build } = this.inputs(/^docker:index\/image:Image$/, image) as {
      build: { args: Record<string, string> };
    };
    const value = build.args[name];
    if (value === undefined) throw new Error(`prod builds ${image} without ${name}`);
    return value;
  }

  private inputs(type: RegExp, name: string): unknown {
    const found = Object.entries(this.resources).filter(([key]) => {
      const [resourceType, resourceName] = key.split(" ").slice(-2);
      return type.test(resourceType!) && resourceName === name;
    });
    if (found.length !== 1) throw new Error(`${found.length} resources of prod are ${String(type)} ${name}`);
    return (found[0]![1] as { inputs: unknown }).inputs;
  }
}
