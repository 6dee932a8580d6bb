import { unknown } from "../../../policy/plan";
import { add, type Cases, type Edit, remove, set } from "./plans";

const cluster = "gcp:container/cluster:Cluster";
const nodePool = "gcp:container/nodePool:NodePool";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const deployment = "kubernetes:apps/v1:Deployment";
const account = "kubernetes:core/v1:ServiceAccount";
const budget = "kubernetes:policy/v1:PodDisruptionBudget";
const pod = "spec.template.spec";
const digest = `sha256:${"0".repeat(64)}`;

export const workloadCases: Cases = {
  "images-are-named-by-digest": {
    pass: [
      [set(deployment, "loklak-api", `${pod}.containers.0.image`, unknown)],
      [set(deployment, "loklak-api", `${pod}.containers.0.image`, `example.com/a:b@${digest}`)],
    ],
    fail: [
      [
        'loklak-api container loklak must name its image by digest, not "example.com/loklak:latest"',
        set(deployment, "loklak-api", `${pod}.containers.0.image`, "example.com/loklak:latest"),
      ],
      [
        'dump-writer container wait-for-index must name its image by digest, not "busybox"',
        set(statefulSet, "dump-writer", `${pod}.initContainers.0.image`, "busybox"),
      ],
      [
        'job container a must name its image by digest, not "a:1"',
        add("kubernetes:batch/v1:CronJob", "job", {
          spec: {
            jobTemplate: {
              spec: {
                template: {
                  spec: {
                    serviceAccountName: "job",
                    automountServiceAccountToken: false,
                    containers: [{ name: "a", image: "a:1" }],
                  },
                },
              },
            },
          },
        }),
      ],
    ],
  },
  "pods-have-their-own-account": {
    pass: [[set(statefulSet, "elasticsearch", `${pod}.serviceAccountName`, unknown)]],
    fail: [
      ...[undefined, "default"].map((name): [string, Edit] => [
        "elasticsearch must have a service account of its own",
        set(statefulSet, "elasticsearch", `${pod}.serviceAccountName`, name),
      ]),
      ...[undefined, true].map((mounted): [string, Edit] => [
        "elasticsearch must have automountServiceAccountToken: false",
        set(statefulSet, "elasticsearch", `${pod}.automountServiceAccountToken`, mounted),
      ]),
      [
        "loklak-api must have automountServiceAccountToken: false",
        set(account, "loklak-api", "automountServiceAccountToken", undefined),
      ],
    ],
  },
  "accounts-are-not-shared": {
    pass: [
      [set(statefulSet, "elasticsearch", `${pod}.serviceAccountName`, "loklak-api")],
      ["dump-writer", "elasticsearch"].map((name) =>
        set(statefulSet, name, `${pod}.serviceAccountName`, unknown),
      ),
    ],
    fail: [
      [
        "loklak-api must not share the account loklak-api\ndump-writer must not share the account loklak-api",
        set(statefulSet, "dump-writer", `${pod}.serviceAccountName`, "loklak-api"),
      ],
    ],
  },
  "nodes-have-their-own-account": {
    pass: [[set(nodePool, "index", "nodeConfig.serviceAccount", unknown)]],
    fail: [
      ...[undefined, "default", "1-compute@developer.gserviceaccount.com"].map((email): [string, Edit] => [
        "index must have a service account of its own as nodeConfig.serviceAccount",
        set(nodePool, "index", "nodeConfig.serviceAccount", email),
      ]),
      [
        "cluster must have a service account of its own as nodeConfig.serviceAccount",
        set(cluster, "cluster", "nodeConfig", undefined),
      ],
      [
        "index must keep the node's account from pods (workloadMetadataConfig.mode: GKE_METADATA)",
        set(nodePool, "index", "nodeConfig.workloadMetadataConfig.mode", "GCE_METADATA"),
      ],
    ],
  },
  "maintenance-takes-one-pod-at-a-time": {
    pass: [[add("kubernetes:batch/v1:Job", "job", {})]],
    fail: [
      ["elasticsearch must have a PodDisruptionBudget of maxUnavailable: 1", remove(budget, "elasticsearch")],
      ...[2, "100%"].map((maxUnavailable): [string, Edit] => [
        "loklak-api must have a PodDisruptionBudget of maxUnavailable: 1",
        set(budget, "loklak-api", "spec.maxUnavailable", maxUnavailable),
      ]),
      [
        "loklak-api must have a PodDisruptionBudget of maxUnavailable: 1",
        set(budget, "loklak-api", "spec.selector.matchLabels", { "app.kubernetes.io/component": "other" }),
      ],
    ],
  },
};
