import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";

/**
 * The contract's version, `<major>.<minor>`. An output that is taken away, renamed, of another type, or not always there any
 * more raises the first number and sets the second to 0; an output that is added raises the second. A program that was
 * made for 1.2 can read stacks of 1.2, 1.3, …
 */
export const contractVersion = "1.1";

const names = z.array(z.string());

const placement = z
  .object({
    nodeSelector: z.record(z.string(), z.string()),
    tolerations: z.array(
      z.object({ key: z.string(), operator: z.string(), value: z.string(), effect: z.string() }),
    ),
  })
  .describe("What a pod says to run in this pool, and only there: fields of its spec.");

const disk = z.object({
  sizeGb: z.number().describe("GB; it can grow in place, never shrink."),
  type: z.string().describe("pd-standard, pd-balanced or pd-ssd."),
  zones: names.describe("One, or two with a copy in each."),
});

const imageSource = z
  .string()
  .optional()
  .describe("A hash; not there for an image that the stack's configuration names.");

const dnsRecord = z
  .object({ name: z.string(), type: z.string(), data: z.string() })
  .describe("One record of DNS; names have a dot at their end.");

/**
 * What a stack tells other stacks and people: its contract, published as contract.schema.json. Nothing in it is a
 * credential or a secret.
 */
export const outputs = z.object({
  contractVersion: z.string().describe("The contract's version: <major>.<minor>, see outputs.ts."),
  stack: z.string().describe("Name of the stack: <organization>/<project>/<stack>."),

  project: z.string().describe("Id of the Google Cloud project."),
  region: z.string().describe("Region of everything, such as us-central1."),
  zones: names.describe(
    "Zones in which every node pool has nodes; a disk elsewhere can be attached to none.",
  ),

  clusterName: z.string().describe("Physical name of the GKE cluster; one that takes its place has it too."),
  clusterEndpoint: z
    .string()
    .describe("DNS name of the cluster's control plane; every cluster that was ever made has another one."),
  kubeconfig: z
    .string()
    .describe("Reaches the cluster through gke-gcloud-auth-plugin, as whoever runs it; holds no credential."),
  nodePools: z
    .record(z.string(), z.object({ placement }))
    .describe("The node pools, by the names that configurations give them."),
  nodeMember: z
    .string()
    .describe(
      "Who pulls the images of pods, as IAM writes it: give it roles/artifactregistry.reader on a registry.",
    ),
  network: z
    .object({
      name: z.string().describe("Physical name of the VPC network, in the project."),
      subnetwork: z
        .string()
        .describe("Id of the subnet of the nodes; internal addresses are reserved in it."),
      nodeRange: z.string().describe("IPv4 range of the nodes."),
      podRange: z.string().describe("IPv4 range of the pods."),
      serviceRange: z.string().describe("IPv4 range of the services in the cluster."),
    })
    .describe("Where the cluster is; what else is on it must not overlap with these ranges."),
  encryptionKeys: z
    .object({
      disks: z.string().describe("Id of the key for persistent disks of this region."),
      registry: z.string().describe("Id of the key for Artifact Registry repositories of this region."),
    })
    .optional()
    .describe("Cloud KMS keys which Google's services may use; not there where the stack is not encrypted."),

  ipAddress: z.string().describe("The reserved public address of loklak."),
  url: z.string().describe("loklak: at its domain, where there is one, else at that address."),
  domainAddress: z
    .string()
    .optional()
    .describe("The reserved address of the domain; not there without a domain."),
  dnsRecords: z
    .array(dnsRecord)
    .describe(
      "What is to be set where the domain's DNS is; nothing without a domain, nor where the stack sets it itself.",
    ),
  registry: z
    .string()
    .describe("Where the stack's own images are: <region>-docker.pkg.dev/<project>/<repository>."),
  images: z
    .object({ elasticsearch: z.string(), loklak: z.string(), door: z.string() })
    .describe("What runs, by digest."),
  imageSources: z
    .object({ elasticsearch: imageSource, loklak: imageSource, door: imageSource })
    .describe("What these images were built from: the same hash, the same sources."),
  indexDisks: names.describe("Physical names of the index disks, in the order of Elasticsearch's nodes."),
  indexGenerations: z
    .array(
      z.object({
        disks: names.describe("Physical names; none when they were let go."),
        snapshots: z
          .array(z.string().nullable())
          .describe("The snapshots that they were made from, null for one that started empty."),
      }),
    )
    .describe("Every generation of index disks, the oldest first."),
  dumpDisk: z.string().describe("Physical name of the disk with dumps, settings and accounts."),
  disks: z.record(z.string(), disk).describe("What each of these disks is, by its physical name."),
  namespaces: z
    .object({ elasticsearch: z.string(), web: z.string() })
    .describe("The stack's own namespaces; other stacks make theirs."),
  elasticsearchAddress: z
    .string()
    .describe("Elasticsearch's HTTP address inside the cluster, <host>:<port>; only loklak's pods reach it."),
  dumpsUrl: z
    .string()
    .describe(
      'Listing of the dumps, inside the cluster, for pods with the label loklak.org/collector: "true".',
    ),
});

/** A persistent disk. */
export type DiskFacts = z.infer<typeof disk>;

/** One record of DNS. */
export type DnsRecord = z.infer<typeof dnsRecord>;

/** A stack's outputs, as another program reads them. */
export type StackOutputs = z.infer<typeof outputs>;

/** The same as the program fills them: each value may be known only when it is deployed. */
export type StackOutputInputs = Filled<StackOutputs>;

type Filled<T> = {
  [Key in keyof T]: pulumi.Input<T[Key] extends object | undefined ? Filled<T[Key]> : T[Key]>;
};
