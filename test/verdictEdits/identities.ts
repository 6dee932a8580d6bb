import { behind, text } from "./change";
import type { Edit } from "./edit";

const identity = "components/nodeIdentity.ts";
const registry = "components/kit/registry.ts";

/** Who may do what at Google, and the registry. */
export const identities: Edit[] = [
  {
    name: "what the nodes' account is called",
    stack: "dev",
    changes: [text(identity, "GKE nodes of loklak", "Nodes of loklak")],
    severity: "nothing",
    because: "account.displayName changes in place",
    soak: true,
  },
  {
    name: "another account of the nodes",
    stack: "dev",
    changes: [text("index.ts", "accountId: `${prefix}-nodes`", "accountId: `${prefix}-machines`")],
    severity: "look",
    found: { access: "look", availability: "look" },
    may: ["size"],
    names: ["nodes", "default"],
    because:
      "account.accountId replaces it, nodePool.nodeConfig.serviceAccount replaces the pool: every pod moves",
  },
  {
    name: "nodes that may change everything",
    stack: "prod",
    changes: [text(identity, "roles/container.defaultNodeServiceAccount", "roles/editor")],
    severity: "look",
    found: { access: "look" },
    may: ["availability"],
    names: ["node"],
    because: "iAMMember.role replaces the grant by a larger one",
  },
  {
    name: "everybody may read the project",
    stack: "dev",
    changes: [
      behind(
        identity,
        "    // A node that starts before its role exists never reports its logs: the grant is part of the identity.",
        '    new gcp.projects.IAMMember("viewers", { project: args.project, role: "roles/viewer", member: "allUsers" }, child);',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    names: ["viewers"],
    refused: "by policies",
    because: "a grant to everybody; the policy pack forbids it",
  },
  {
    name: "everybody may pull the images",
    stack: "dev",
    changes: [text(registry, "member: args.reader }", 'member: "allUsers" }')],
    severity: "look",
    found: { access: "look" },
    may: ["availability"],
    names: ["image-pull"],
    refused: "by policies",
    because: "repositoryIamMember.member replaces the grant by one to everybody; the policy pack forbids it",
  },
  {
    name: "labels and description of the registry",
    stack: "prod",
    changes: [
      text(
        registry,
        "        labels: args.labels,\n",
        '        labels: { ...args.labels, use: "images" },\n        description: "Images of loklak",\n',
      ),
    ],
    severity: "nothing",
    because: "repository.labels and repository.description change in place",
  },
  {
    name: "fewer images that are kept",
    stack: "dev",
    changes: [text(registry, "keepCount: 20", "keepCount: 2")],
    severity: "look",
    may: ["data", "availability", "size", "rest"],
    names: ["registry"],
    because:
      "repository.cleanupPolicies change in place: images are deleted, also some that one would go back to",
    soak: true,
  },
  {
    name: "another registry",
    stack: "dev",
    changes: [text(registry, "repositoryId: args.name,", "repositoryId: `${args.name}-images`,")],
    severity: "look",
    found: { availability: "look" },
    may: ["access", "data"],
    names: ["registry", "door"],
    because:
      "repositoryId is the repository's name, which replaces it: all images are made anew, all pods with them",
    soak: true,
  },
  {
    name: "a cluster role for who shows no credential",
    stack: "dev",
    changes: [
      behind(
        "components/kit/dataStorage.ts",
        "    const metadata = { name: args.cluster.objectName(args.name) };",
        `    new kubernetes.rbac.v1.ClusterRoleBinding(
      "everybody",
      {
        metadata: { name: "everybody" },
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
        subjects: [{ kind: "Group", name: "system:unauthenticated", apiGroup: "rbac.authorization.k8s.io" }],
      },
      { parent: this },
    );`,
      ),
    ],
    severity: "look",
    may: ["access", "rest"],
    names: ["everybody"],
    because: "a type that the program has not had is never nothing at stake",
  },
  {
    name: "a resource of a type that the program has not had",
    stack: "dev",
    changes: [
      behind(
        identity,
        "    // A node that starts before its role exists never reports its logs: the grant is part of the identity.",
        '    new gcp.pubsub.Topic("messages", { name: "messages" }, child);',
      ),
    ],
    severity: "look",
    may: ["data", "address", "availability", "access", "size", "rest"],
    names: ["messages"],
    refused: true,
    because: "an unknown type is never nothing at stake; the stand-in refuses what it does not know",
  },
];
