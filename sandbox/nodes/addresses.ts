/** Of the services, as the API server hands them out. */
export const serviceRange = "10.96.0.0/16";

/** The service of the API server, always the first of the range. */
export const apiServerAddress = "10.96.0.1";

/** The service of the cluster's DNS. */
export const dnsAddress = "10.96.0.10";

/** Of all pods of real nodes. */
export const podRange = "10.244.0.0/16";

/** The most real nodes of a cluster, by the pod ranges that there are. */
export const mostNodes = 252;

/**
 * The addresses of a cluster's node network. Machines have theirs in 198.18.0.0/15, which RFC 2544 keeps for
 * benchmarks, so that the machine's own networks are not hidden: `network` is one of its 512 ranges with 256 addresses.
 */
export class NodeAddresses {
  constructor(readonly network: number) {}

  /** The name of the link to it on this machine. */
  get link(): string {
    return `loklak${this.network}`;
  }

  /** The range of the machines. */
  get range(): string {
    return `${this.machine(0)}/24`;
  }

  /** Where the nodes reach each other and the API server. */
  get gateway(): string {
    return this.machine(1);
  }

  /** Of this machine, as the nodes see it. */
  get host(): string {
    return this.machine(254);
  }

  /** Of the node with the index, from 0. */
  node(index: number): string {
    return this.machine(index + 2);
  }

  /** The index of the node with the address. */
  index(node: string): number {
    return Number(node.split(".").at(-1)) - 2;
  }

  /** The range of the pods of the node with the index. */
  pods(index: number): string {
    return `10.244.${index}.0/24`;
  }

  private machine(number: number): string {
    return `198.${18 + (this.network >> 8)}.${this.network & 255}.${number}`;
  }
}
