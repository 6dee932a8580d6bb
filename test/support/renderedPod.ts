import loklak from "../../index";
import { configOf } from "./golden";
import { find, recordStack, type Recorded } from "./record";

/** The parts of a rendered container that decide how it runs. */
export interface Container {
  name: string;
  image: string;
  command?: string[];
  env?: { name: string; value?: string; valueFrom?: { fieldRef: { fieldPath: string } } }[];
  envFrom?: { configMapRef: { name: string } }[];
  resources: { limits: { memory: string } };
  securityContext: {
    allowPrivilegeEscalation: boolean;
    readOnlyRootFilesystem: boolean;
    capabilities: { drop: string[] };
  };
  readinessProbe?: { exec?: { command: string[] }; httpGet?: { path: string; port: string } };
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
}

export interface PodSpec {
  securityContext: {
    runAsUser: number;
    runAsGroup: number;
    fsGroup: number;
    seccompProfile: { type: string };
  };
  terminationGracePeriodSeconds: number;
  initContainers?: Container[];
  containers: [Container];
  volumes: { name: string; configMap?: { name: string }; emptyDir?: object }[];
}

/** A pod as a stack renders it, with the one ConfigMap of its workload. */
export interface RenderedPod {
  spec: PodSpec;
  config: Record<string, string>;
}

/** The pods of a stack's workloads, by the workload's name. */
export async function renderedPods(stack: string): Promise<(workload: string) => RenderedPod> {
  const { resources } = await recordStack({ stack, config: configOf(stack) }, loklak);
  return (workload) => ({
    spec: template(resources, workload).spec,
    config: find(resources, "kubernetes:core/v1:ConfigMap", workload).inputs["data"] as Record<
      string,
      string
    >,
  });
}

function template(resources: Recorded[], workload: string): { spec: PodSpec } {
  const kinds = ["kubernetes:apps/v1:StatefulSet", "kubernetes:apps/v1:Deployment"];
  const type = kinds.find((kind) => resources.some((each) => each.type === kind && each.name === workload));
  const { spec } = find(resources, type ?? kinds.join(" or "), workload).inputs as {
    spec: { template: { spec: PodSpec } };
  };
  return spec.template;
}
