/** A public address, and the nodes that get its new connections. */
export interface Target {
  address: string;
  ports: number[];
  /** The indices of real nodes. */
  nodes: number[];
}

/** What marks the packets for a node; the node's own start makes the route for it. */
export function markOf(node: number): number {
  return node + 1;
}

/**
 * nftables' rules by which the nodes' network sends each new connection to one of the nodes, and later packets of it to
 * the same. The destination stays the public address, as Google's passthrough load balancer leaves it.
 */
export function balancerRules(targets: Target[]): string {
  const rules = targets
    .filter(({ nodes }) => nodes.length > 0)
    .map(({ address, ports, nodes }) => {
      const marks = nodes.map((node, position) => `${position} : ${markOf(node)}`).join(", ");
      const packet = `ip daddr ${address} tcp dport { ${ports.join(", ")} }`;
      return `    ${packet} ct state new ct mark set numgen inc mod ${nodes.length} map { ${marks} }
    ${packet} meta mark set ct mark
`;
    });
  return `table ip balancer
delete table ip balancer
table ip balancer {
  chain prerouting {
    type filter hook prerouting priority mangle;
${rules.join("")}  }
}
`;
}
