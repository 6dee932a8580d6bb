import type { KubeObject } from "../../sandbox/cluster/kubeClient";

type Fields = Record<string, unknown>;
export interface BarePod extends KubeObject {
  spec: { securityContext: Fields; containers: [Fields & { securityContext: Fields }] } & Fields;
}

/** A pod that keeps all rules of the Pod Security level `restricted`. */
export const restrictedPod = (namespace: string): BarePod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace, name: "intruder" },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "main",
        image: "registry.example/intruder",
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  },
});

const pod = (fields: Fields) => (own: BarePod) => void Object.assign(own.spec, fields);
const podContext = (fields: Fields) => (own: BarePod) => void Object.assign(own.spec.securityContext, fields);
const container = (fields: Fields) => (own: BarePod) => void Object.assign(own.spec.containers[0], fields);
const context = (fields: Fields) => (own: BarePod) =>
  void Object.assign(own.spec.containers[0].securityContext, fields);

/** Ways to break one rule of the level, and what the API server calls the rule. */
export const violations: [what: string, breakRule: (pod: BarePod) => void, rule: string][] = [
  ["the node's network", pod({ hostNetwork: true }), "host namespaces"],
  ["the node's processes", pod({ hostPID: true }), "host namespaces"],
  ["the node's shared memory", pod({ hostIPC: true }), "host namespaces"],
  [
    "a folder of the node",
    pod({ volumes: [{ name: "node", hostPath: { path: "/" } }] }),
    "restricted volume types",
  ],
  ["a port of the node", container({ ports: [{ containerPort: 80, hostPort: 80 }] }), "hostPort"],
  ["all rights", context({ privileged: true, allowPrivilegeEscalation: true }), "privileged"],
  [
    "more rights than it began with",
    context({ allowPrivilegeEscalation: true }),
    "allowPrivilegeEscalation != false",
  ],
  [
    "a capability",
    context({ capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } }),
    "unrestricted capabilities",
  ],
  ["the usual capabilities", context({ capabilities: {} }), "unrestricted capabilities"],
  ["root as its user", podContext({ runAsUser: 0 }), "runAsUser=0"],
  ["the user that the image says", podContext({ runAsNonRoot: undefined }), "runAsNonRoot != true"],
  ["all system calls", podContext({ seccompProfile: { type: "Unconfined" } }), "seccompProfile"],
  ["no word on system calls", podContext({ seccompProfile: undefined }), "seccompProfile"],
  ["no AppArmor", podContext({ appArmorProfile: { type: "Unconfined" } }), "forbidden AppArmor profile"],
  [
    "a setting of the kernel",
    podContext({ sysctls: [{ name: "kernel.msgmax", value: "1" }] }),
    "forbidden sysctls",
  ],
];
