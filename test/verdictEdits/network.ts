import { text } from "./change";
import type { Edit } from "./edit";

const network = "components/network.ts";
const replacedCluster = "and with it the subnet and the cluster; disks and addresses stay";
const denyIngress = `    new gcp.compute.Firewall(
      "deny-ingress",
      {
        name: \`\${args.name}-deny-ingress\`,
        network: network.id,
        direction: "INGRESS",
        // Behind what GKE opens at 1000 for nodes and load balancer, and before Google's own, which logs nothing.
        priority: 65534,
        denies: [{ protocol: "all" }],
        sourceRanges: ["0.0.0.0/0"],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      },
      child,
    );
`;
const ssh = `    new gcp.compute.Firewall(
      "ssh",
      {
        name: \`\${args.name}-ssh\`,
        network: network.id,
        direction: "INGRESS",
        allows: [{ protocol: "tcp", ports: ["22"] }],
        sourceRanges: ["0.0.0.0/0"],
      },
      child,
    );
`;

/** The network around the cluster. */
export const networkEdits: Edit[] = [
  {
    name: "a firewall rule that lets ssh in",
    stack: "dev",
    changes: [text(network, denyIngress, denyIngress + ssh)],
    severity: "look",
    found: { access: "look" },
    names: ["ssh"],
    because: "a Firewall with `allows` opens what was closed",
  },
  {
    name: "no firewall rule that keeps everybody out",
    stack: "dev",
    changes: [text(network, denyIngress, "")],
    severity: "look",
    found: { access: "look" },
    names: ["deny-ingress"],
    because: "what a deleted Firewall denied is said by Google's own rules",
  },
  {
    name: "a firewall rule with other ranges",
    stack: "prod",
    changes: [text(network, 'sourceRanges: ["0.0.0.0/0"]', 'sourceRanges: ["10.0.0.0/8"]')],
    severity: "look",
    found: { access: "look" },
    names: ["deny-ingress"],
    because: "firewall.sourceRanges changes in place, and says who is kept out",
    soak: true,
  },
  {
    name: "a description of a firewall rule",
    stack: "dev",
    changes: [
      text(
        network,
        "        priority: 65534,\n",
        '        priority: 65534,\n        description: "Nobody comes in",\n',
      ),
    ],
    severity: "nothing",
    because: "firewall.description changes in place, unlike an address's",
    soak: true,
  },
  {
    name: "no way out to the internet",
    stack: "dev",
    changes: [
      text(
        network,
        "this.internetAccess = new gcp.compute.RouterNat(",
        "this.internetAccess = router; const _nat = () => new gcp.compute.RouterNat(",
      ),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["access"],
    names: ["nat"],
    because: "without RouterNat nodes and pods reach nothing outside of Google: loklak collects nothing",
    soak: true,
  },
  {
    name: "fewer ports for each node's way out",
    stack: "prod",
    changes: [
      text(
        network,
        'natIpAllocateOption: "AUTO_ONLY",',
        'natIpAllocateOption: "AUTO_ONLY",\n        minPortsPerVm: 32,',
      ),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["access", "size"],
    names: ["nat"],
    because: "routerNat.minPortsPerVm changes in place, and ends connections that have no port any more",
  },
  {
    name: "another name of the router",
    stack: "dev",
    changes: [text(network, "`${args.name}-router`", "`${args.name}-nat-router`")],
    severity: "look",
    found: { availability: "look" },
    may: ["access"],
    names: ["router", "nat"],
    because: "router.name replaces it, routerNat.router with it: no way out meanwhile, other addresses after",
    soak: true,
  },
  {
    name: "a description of the router",
    stack: "prod",
    changes: [
      text(
        network,
        "`${args.name}-router`, network",
        '`${args.name}-router`, description: "for NAT", network',
      ),
    ],
    severity: "nothing",
    because: "router.description changes in place",
  },
  {
    name: "a description of the network",
    stack: "dev",
    changes: [
      text(
        network,
        "autoCreateSubnetworks: false,",
        'autoCreateSubnetworks: false, description: "of loklak",',
      ),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["data", "address", "access", "size"],
    names: ["network", "subnet", "cluster"],
    because: `network.description replaces it, ${replacedCluster}`,
    soak: true,
  },
  {
    name: "a description of the subnet of a protected cluster",
    stack: "prod",
    changes: [
      text(network, "privateIpGoogleAccess: true,", 'privateIpGoogleAccess: true, description: "of nodes",'),
    ],
    severity: "look",
    found: { availability: "look" },
    may: ["data", "address", "access", "size"],
    names: ["subnet", "cluster"],
    refused: true,
    because: "subnetwork.description replaces it, and with it the cluster, which the engine refuses",
    soak: true,
  },
  {
    name: "nodes that do not reach Google",
    stack: "dev",
    changes: [text(network, "privateIpGoogleAccess: true,", "privateIpGoogleAccess: false,")],
    severity: "look",
    may: ["availability", "access"],
    names: ["subnet"],
    because:
      "subnetwork.privateIpGoogleAccess changes in place: nodes may not pull images or write logs any more",
    soak: true,
  },
  {
    name: "routes of all regions",
    stack: "prod",
    changes: [text(network, '"REGIONAL"', '"GLOBAL"')],
    severity: "look",
    may: ["availability", "access", "rest"],
    names: ["network"],
    because: "network.routingMode changes in place: what is reached by dynamic routes",
  },
];
