import { text } from "./change";
import type { Edit } from "./edit";

const address = "components/kit/publicAddress.ts";
const globalAddress = "components/kit/globalAddress.ts";
const service = "components/kit/publicService.ts";
const anew = "replaces the address, and another one is another number";

/** The reserved addresses and the service that answers at the regional one. */
export const addresses: Edit[] = [
  {
    name: "a description of the address",
    stack: "dev",
    changes: [
      text(
        address,
        '        addressType: "EXTERNAL",\n',
        '        addressType: "EXTERNAL",\n        description: "of the door",\n',
      ),
    ],
    severity: "loss",
    found: { address: "loss" },
    may: ["availability"],
    names: ["address"],
    refused: true,
    because: `address.description ${anew}`,
  },
  {
    name: "a cheaper network tier",
    stack: "prod",
    changes: [text(address, '"PREMIUM"', '"STANDARD"')],
    severity: "loss",
    found: { address: "loss" },
    may: ["availability"],
    names: ["address"],
    refused: true,
    because: `address.networkTier ${anew}`,
  },
  {
    name: "another physical name of the address",
    stack: "dev",
    changes: [text(address, "        name: args.name,\n", "        name: `${args.name}-public`,\n")],
    severity: "loss",
    found: { address: "loss" },
    may: ["availability"],
    names: ["address"],
    refused: true,
    because: `address.name ${anew}`,
    soak: true,
  },
  {
    name: "an address that is not protected any more",
    stack: "dev",
    changes: [text(address, "        protect: true,\n", "")],
    severity: "look",
    found: { address: "look" },
    names: ["address"],
    because: "nothing is deleted yet, but the next change may delete it",
  },
  {
    name: "another label of the address",
    stack: "dev",
    changes: [text(address, "labels: args.labels,", 'labels: { ...args.labels, use: "door" },')],
    severity: "nothing",
    because: "address.labels change in place",
    soak: true,
  },
  {
    name: "a description of the domain's address",
    stack: "prod",
    changes: [text(globalAddress, 'ipVersion: "IPV4",', 'ipVersion: "IPV4", description: "of the gateway",')],
    severity: "loss",
    found: { address: "loss" },
    may: ["availability"],
    names: ["global-address"],
    refused: true,
    because: `globalAddress.description ${anew}`,
  },
  {
    name: "another label of the domain's address",
    stack: "prod",
    changes: [text(globalAddress, "labels: args.labels }", 'labels: { ...args.labels, use: "gateway" } }')],
    severity: "nothing",
    because: "globalAddress.labels change in place",
    soak: true,
  },
  {
    name: "a public service at whatever address",
    stack: "dev",
    changes: [text(service, "          loadBalancerIP: args.address.ipAddress,\n", "")],
    severity: "look",
    found: { address: "look" },
    may: ["availability", "access"],
    names: ["loklak"],
    because:
      "Service.spec.loadBalancerIP changes in place: nobody serves at the reserved address, which stays reserved",
  },
  {
    name: "a public service without a load balancer",
    stack: "dev",
    changes: [text(service, 'type: "LoadBalancer"', 'type: "NodePort"')],
    severity: "look",
    found: { address: "look" },
    may: ["availability", "access"],
    names: ["loklak"],
    because:
      "Service.spec.type: the load balancer is deleted, nobody serves at the address; it stays reserved",
    soak: true,
  },
  {
    name: "a public service for Google's network alone",
    stack: "dev",
    changes: [
      text(
        service,
        '"cloud.google.com/l4-rbs": "enabled"',
        '"cloud.google.com/l4-rbs": "enabled", "networking.gke.io/load-balancer-type": "Internal"',
      ),
    ],
    severity: "look",
    found: { address: "look" },
    may: ["availability", "access"],
    names: ["loklak"],
    because: "GKE, LoadBalancer Service parameters: nobody serves at the public address; it stays reserved",
    soak: true,
  },
  {
    name: "another name of the public service",
    stack: "dev",
    changes: [text("index.ts", 'name: "loklak", address', 'name: "public", address')],
    severity: "look",
    found: { address: "look" },
    may: ["availability", "access"],
    names: ["loklak"],
    because:
      "metadata.name replaces a Service: its load balancer goes before or after another one asks for the address",
    soak: true,
  },
  {
    name: "another public port",
    stack: "prod",
    changes: [text(service, "port: 80, targetPort", "port: 8080, targetPort")],
    severity: "look",
    may: ["address", "availability", "access"],
    names: ["loklak"],
    because: "Service.spec.ports: what people ask for at the address is not answered any more",
    soak: true,
  },
  {
    name: "a public service for some clients",
    stack: "dev",
    changes: [
      text(
        service,
        "loadBalancerSourceRanges: args.sourceRanges",
        'loadBalancerSourceRanges: ["203.0.113.0/24"]',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    may: ["availability", "address"],
    names: ["loklak"],
    because: "Service.spec.loadBalancerSourceRanges says who reaches it",
    soak: true,
  },
  {
    name: "a service of other pods",
    stack: "dev",
    changes: [
      text(
        "index.ts",
        "address, selector: door.selector }",
        'address, selector: { "app.kubernetes.io/name": "loklak" } }',
      ),
    ],
    severity: "look",
    found: { access: "look" },
    may: ["availability", "address"],
    names: ["loklak"],
    refused: "by policies",
    because: "loklak without its door is open to everybody; the policy pack lets only the door be public",
    soak: true,
  },
];
