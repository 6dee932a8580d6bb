import { z } from "zod";
import bases from "../images/bases.json";
import { domain } from "./domain";
import { fullHour, oneOf, poolName, range, snapshots, whole, zone } from "./fields";
import { image, imageDigest, repository } from "./images";
import { loklakSettings } from "./loklakSettings";
import { text } from "./text";

const commit = "f79c657ef8b2c9fccd505ee6c887e38c861f10f3";

const region = text(/^[a-z]+-[a-z]+\d+$/, "must be a Google Cloud region such as us-central1");
/** Two ranges of /1 are all of the internet, too. */
const smallRange = range.refine((text) => Number(text.split("/")[1]) >= 8, {
  error: "must be a small part of the internet: a prefix of 8 bits or longer",
});
const flag = z.boolean({ error: "must be true or false" });

const network = z.strictObject({
  /** Addresses of the nodes. */
  nodeRange: range.default("10.10.0.0/20"),
  /** Addresses of the pods; GKE takes a /24 of it for each node. */
  podRange: range.default("10.20.0.0/16"),
  /** Addresses of the services in the cluster. */
  serviceRange: range.default("10.30.0.0/20"),
});

const cluster = z.strictObject({
  /** `zonal`: one control plane in the first of `zones`; `regional`: a control plane in three zones of the region. */
  availability: oneOf("zonal", "regional").default("zonal"),
  /** Google upgrades control plane and nodes along this channel; no version is ever written down. */
  releaseChannel: oneOf("RAPID", "REGULAR", "STABLE", "EXTENDED").default("REGULAR"),
  /** Google refuses to delete the cluster until this has been set to false by an `up` of its own. */
  deletionProtection: flag.default(true),
  /** Ranges that may reach the control plane's IP endpoint; none: the endpoint is off, only the DNS endpoint with IAM serves. */
  authorizedRanges: z.array(smallRange, { error: "must be a list of IPv4 ranges" }).default([]),
  /** Google upgrades in the four hours from then on, on each day. */
  maintenanceStart: fullHour.default("04:00"),
  /** Whether the Binary Authorization policy of the project says which images may run; Google's own default policy lets all. */
  binaryAuthorization: oneOf("PROJECT_SINGLETON_POLICY_ENFORCE", "DISABLED").default(
    "PROJECT_SINGLETON_POLICY_ENFORCE",
  ),
});

const nodePool = z.strictObject({
  machineType: text(/^[a-z][a-z0-9]*-[a-z0-9-]+$/, "must be a machine type such as e2-standard-4"),
  /** Nodes in each of `zones`: a pool in three zones with 2 has 6 nodes. */
  nodesPerZone: whole(1, 1000),
  /** Boot disk of each node. */
  bootDiskSizeGb: whole(20, 2000).default(50),
  /** True keeps every pod away that does not name this pool. */
  dedicated: flag.default(false),
});

const computeName = (error: string) => text(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, error);
const diskName = computeName("must be the name of a disk: at most 63 characters a-z, 0-9, -");

const restore = z.strictObject({
  /** By name, one for each index disk in the order of the nodes; null where there was no disk yet: it starts empty. */
  snapshots: z
    .array(computeName("must be the name of a snapshot, or null for a disk that starts empty").nullable(), {
      error: "must be a list of snapshots, one for each index disk",
    })
    .refine((names) => names.some((name) => name !== null), { error: "must name a snapshot" }),
});

const elasticsearch = z.strictObject({
  /** Master-eligible data nodes, each with its own disk; odd, so that a majority is clear. */
  nodes: z
    .int({ error: "must be an odd whole number from 1 to 99" })
    .min(1, { error: "must be an odd whole number from 1 to 99" })
    .max(99, { error: "must be an odd whole number from 1 to 99" })
    .refine((nodes) => nodes % 2 === 1, { error: "must be an odd whole number from 1 to 99" })
    .default(1),
  nodePool: poolName,
  /** Size of each node's index disk; it can grow, never shrink. */
  diskSizeGb: whole(10, 65536).default(100),
  /** Cannot be changed for an existing disk. */
  diskType: oneOf("pd-standard", "pd-balanced", "pd-ssd").default("pd-balanced"),
  /** Physical names of the first nodes' disks before any restore, where they are not to be the stack's own. */
  diskNames: z.array(diskName, { error: "must be a list of disks' names" }).default([]),
  /** Each makes a new generation of all index disks from one snapshot set; the older disks stay. */
  restores: z.array(restore, { error: "must be a list of { snapshots: [...] }" }).default([]),
  /** Which generation of the index disks is in use: 1 before any restore, 2 after the first; the newest when left out. */
  generation: whole(1, 1000).optional(),
  /** Generations whose disks are this stack's no more, by their numbers; none of them is made again. */
  released: z.array(whole(1, 1000), { error: "must be a list of generations' numbers" }).default([]),
  /** Java heap of each node. */
  heapMb: whole(256, 31744).default(512),
  /** Memory of each pod; Elasticsearch needs as much again beside its heap for the file cache. */
  memoryMb: whole(512, 262144).default(1024),
  cpuMillis: whole(100, 64000).default(500),
  /** An existing image to run; without it one is built from images/elasticsearch. */
  image: imageDigest.optional(),
});

const loklak = z.strictObject({
  /** API servers behind the door. */
  replicas: whole(1, 100).default(1),
  nodePool: poolName,
  heapMb: whole(256, 31744).default(1024),
  memoryMb: whole(512, 262144).default(1536),
  cpuMillis: whole(100, 64000).default(500),
  /** What the image is built from. */
  source: z
    .strictObject({
      repository: repository.default("https://github.com/loklak/loklak_server.git"),
      branch: text(
        /^\w[\w.-]{0,99}$/,
        "must be a branch name of letters, digits, '.', '_' and '-', in quotes",
      ).default("development"),
      commit: text(
        /^[0-9a-f]{40}$/,
        "must be a full commit id of 40 hexadecimal digits, in quotes if it has no letter",
      ).default(commit),
    })
    .prefault({}),
  /** An existing image to run; without it one is built from `source`. */
  image: imageDigest.optional(),
  /** Further keys of loklak's conf/config.properties; not the ones that ports, probes and storage are built on. */
  settings: loklakSettings.default({}),
});

const door = z.strictObject({
  /** nginx in front of the API servers; two at least, so that one may go. */
  replicas: whole(2, 100).default(2),
  nodePool: poolName,
  /** A client that reads slowly costs 10 MB, and all downloads and uploads together 50. */
  memoryMb: whole(128, 262144).default(256),
  cpuMillis: whole(50, 64000).default(200),
  /** An existing image to run; without it one is built from images/door. */
  image: imageDigest.optional(),
  /** Ranges of clients for which loklak's administrative paths are open; none: they are closed. */
  adminRanges: z.array(smallRange, { error: "must be a list of IPv4 ranges" }).default([]),
  /** Of each client's address, in each replica; what is above is refused with status 429. */
  requestsPerSecond: whole(1, 100000).default(50),
});

const dumps = z.strictObject({
  /** One of `zones`, or two: then each has a copy of the dump disk. The first of `zones` when left out. */
  zones: z
    .array(zone, { error: "must be a list of one or two zones" })
    .refine(({ length }) => length === 1 || length === 2, { error: "must name one or two zones" })
    .optional(),
  /** Physical name of the dump disk; `loklak-<stack>-data-dump-disk` when left out. */
  diskName: diskName.optional(),
  /** It can grow, never shrink. */
  diskSizeGb: whole(10, 65536).default(100),
  /** Cannot be changed for an existing disk. */
  diskType: oneOf("pd-standard", "pd-balanced", "pd-ssd").default("pd-balanced"),
});

const baseImages = z
  .strictObject({
    /** Maven, a JDK and git: fetches and builds what goes into the images. */
    maven: image.optional(),
    /** A Java 8 runtime with a shell, curl, fontconfig and a font: what the images run on. */
    java: image.optional(),
    /** nginx that runs without root: what the door runs on. */
    nginx: image.optional(),
  })
  .prefault({})
  .transform((set): typeof bases => ({ ...bases, ...set }));

/** Every key of the `loklak:` namespace, with its default; anything else is an error. */
export const schema = z.strictObject({
  region: region.default("us-central1"),
  /** Where nodes and disks are; Elasticsearch's nodes take the zones in turn, so they are fixed once disks exist. */
  zones: z
    .array(zone, { error: "must be a list of zones" })
    .min(1, { error: "must name at least one zone" })
    .default(["us-central1-a"]),
  network: network.prefault({}),
  /** Disks, registry and cluster secrets are encrypted with a key of the stack; switch it on before the first `up`. */
  encryption: flag.default(false),
  cluster: cluster.prefault({}),
  nodePools: z
    .record(
      z.string().regex(/^[a-z]([a-z0-9-]{0,19}[a-z0-9])?$/, {
        error: "must be a pool name of at most 21 characters a-z, 0-9, -",
      }),
      nodePool,
      { error: "must be a section with a pool for each name" },
    )
    .default({
      default: { machineType: "e2-standard-4", nodesPerZone: 1, bootDiskSizeGb: 50, dedicated: false },
    }),
  elasticsearch: elasticsearch.prefault({}),
  loklak: loklak.prefault({}),
  /** All that the public reaches: nginx, in front of loklak. */
  door: door.prefault({}),
  /** What our images are built on; images/bases.json unless set. */
  baseImages,
  /** Where the dump writer keeps dumps, settings and accounts. */
  dumps: dumps.prefault({}),
  /** A name for the public address, with TLS; none: plain HTTP at the regional address alone. */
  domain: domain.optional(),
  /** What exists already under the stack's names and is not in its state: taken over instead of made. */
  adopt: z
    .array(oneOf("address", "domainAddress", "disks", "keys", "snapshots"), { error: "must be a list" })
    .default([]),
  /** Of every data disk, by Google. */
  snapshots: snapshots.prefault({}),
});

/** The `loklak:` keys after validation, defaults filled in. */
export type Settings = z.infer<typeof schema>;
