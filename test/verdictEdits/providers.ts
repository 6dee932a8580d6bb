import { set, text } from "./change";
import type { Edit } from "./edit";

const cluster = "components/cluster.ts";
const option = (line: string) =>
  text(cluster, "clusterIdentifier: args.name,", `clusterIdentifier: args.name,\n        ${line},`);
const inPlace = "and changes in place while clusterIdentifier stays (pulumi-kubernetes, DiffConfig)";

/** How Pulumi reaches Google and the cluster. */
export const providerEdits: Edit[] = [
  {
    name: "a kubeconfig that leads elsewhere",
    stack: "prod",
    changes: [
      text("components/kit/kubeconfig.ts", "server: `https://${endpoint}`", "server: `http://${endpoint}`"),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["access", "data"],
    names: ["cluster"],
    because: `provider.kubeconfig says on which cluster all objects are, ${inPlace}`,
  },
  {
    name: "objects forgotten where the cluster does not answer",
    stack: "dev",
    changes: [option("deleteUnreachable: true")],
    severity: "look",
    found: { availability: "look" },
    may: ["data"],
    names: ["cluster"],
    because: `provider.deleteUnreachable takes out of the state what it did not delete, ${inPlace}`,
  },
  {
    name: "ConfigMaps that change in place",
    stack: "dev",
    changes: [option("enableConfigMapMutable: true")],
    severity: "look",
    found: { availability: "look" },
    names: ["cluster"],
    because:
      "provider.enableConfigMapMutable: pods that run no longer start anew for what changes in what they read",
    soak: true,
  },
  {
    name: "labels by default of everything at Google",
    stack: "prod",
    changes: [set("gcp:defaultLabels", { team: "search" })],
    severity: "nothing",
    because: "pulumiLabels and effectiveLabels change in place",
  },
];
