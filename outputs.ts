import * as pulumi from "@pulumi/pulumi";

/** What a stack tells other stacks and people. Nothing in it is a credential. */
export interface StackOutputs {
  /** Google Cloud project. */
  project: pulumi.Input<string>;
  region: pulumi.Input<string>;
  /** Physical name of the GKE cluster. */
  clusterName: pulumi.Input<string>;
  /** Reaches the cluster through gke-gcloud-auth-plugin, as whoever runs it. */
  kubeconfig: pulumi.Input<string>;
  /** The reserved public address. */
  ipAddress: pulumi.Input<string>;
  /** loklak: at the domain, where there is one, else at that address. */
  url: pulumi.Input<string>;
  /** The reserved address of the domain; none without a domain. */
  domainAddress?: pulumi.Input<string>;
  /** What is to be set where the domain's DNS is; nothing without a domain, nor where the stack sets it itself. */
  dnsRecords: pulumi.Input<DnsRecord[]>;
  /** Where the stack's images are: `<region>-docker.pkg.dev/<project>/<repository>`. */
  registry: pulumi.Input<string>;
  /** What runs, by digest. */
  images: { elasticsearch: pulumi.Input<string>; loklak: pulumi.Input<string>; door: pulumi.Input<string> };
  /** Physical names of the index disks, in the order of Elasticsearch's nodes. */
  indexDisks: pulumi.Input<string>[];
  /**
   * Every generation of index disks, the oldest first: their physical names, none when they were let go, and the snapshots
   * that they were made from, null for one that started empty.
   */
  indexGenerations: { disks: pulumi.Input<string>[]; snapshots: (string | null)[] }[];
  /** Physical name of the disk with dumps, settings and accounts. */
  dumpDisk: pulumi.Input<string>;
  /** What each of these disks is, by its physical name. */
  disks: pulumi.Input<Record<string, DiskFacts>>;
  namespaces: { elasticsearch: pulumi.Input<string>; web: pulumi.Input<string> };
  /** Elasticsearch's HTTP address inside the cluster, `<host>:<port>`; only loklak's pods reach it. */
  elasticsearchAddress: pulumi.Input<string>;
  /** Listing of the dumps, inside the cluster, for pods with the label `loklak.org/collector: "true"`. */
  dumpsUrl: pulumi.Input<string>;
}

/** A persistent disk; of these it can only grow in place. */
export interface DiskFacts {
  sizeGb: number;
  type: string;
  /** One, or two with a copy in each. */
  zones: string[];
}

/** One record of DNS; names have a dot at their end. */
export interface DnsRecord {
  name: string;
  type: string;
  data: string;
}
