/** How a binary is built; which version is for go.mod alone to say. */
export interface ToolPin {
  /** The folder under tools/ whose go.mod pins it. */
  pinnedBy: "pulumi" | "kubernetes" | "coredns" | "kube-router" | "govulncheck" | "actionlint";
  /** The module that its version is read from. */
  module: string;
  /** Its main package. */
  package: string;
  /** The variable that the linker sets to the version; none when the source knows it. */
  versionVariable?: string;
  /** A build from nothing on two cores. */
  minutes: number;
}

function kubernetes(name: string, minutes: number): ToolPin {
  return {
    pinnedBy: "kubernetes",
    module: "k8s.io/kubernetes",
    package: `k8s.io/kubernetes/cmd/${name}`,
    versionVariable: "k8s.io/component-base/version.gitVersion",
    minutes,
  };
}

export const toolPins = {
  pulumi: {
    pinnedBy: "pulumi",
    module: "github.com/pulumi/pulumi/pkg/v3",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    versionVariable: "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version",
    minutes: 4,
  },
  etcd: {
    pinnedBy: "kubernetes",
    module: "go.etcd.io/etcd/server/v3",
    package: "go.etcd.io/etcd/server/v3",
    minutes: 1,
  },
  "kube-apiserver": kubernetes("kube-apiserver", 4),
  "kube-controller-manager": kubernetes("kube-controller-manager", 1),
  "kube-scheduler": kubernetes("kube-scheduler", 1),
  kwok: {
    pinnedBy: "kubernetes",
    module: "sigs.k8s.io/kwok",
    package: "sigs.k8s.io/kwok/cmd/kwok",
    versionVariable: "sigs.k8s.io/kwok/pkg/consts.Version",
    minutes: 1,
  },
  kubectl: kubernetes("kubectl", 1),
  kubelet: kubernetes("kubelet", 1),
  "kube-proxy": kubernetes("kube-proxy", 1),
  coredns: {
    pinnedBy: "coredns",
    module: "github.com/coredns/coredns",
    package: "loklak/tools/coredns",
    minutes: 1,
  },
  "kube-router": {
    pinnedBy: "kube-router",
    module: "github.com/cloudnativelabs/kube-router/v2",
    package: "github.com/cloudnativelabs/kube-router/v2/cmd/kube-router",
    versionVariable: "github.com/cloudnativelabs/kube-router/v2/pkg/version.Version",
    minutes: 3,
  },
  govulncheck: {
    pinnedBy: "govulncheck",
    module: "golang.org/x/vuln",
    package: "golang.org/x/vuln/cmd/govulncheck",
    minutes: 1,
  },
  actionlint: {
    pinnedBy: "actionlint",
    module: "github.com/rhysd/actionlint",
    package: "github.com/rhysd/actionlint/cmd/actionlint",
    minutes: 1,
  },
} satisfies Record<string, ToolPin>;

export type Tool = keyof typeof toolPins;
