import { z } from "zod";
import { image, imageDigest } from "loklak-gke/config/images";
import { oneOf, poolName, range, snapshots, whole, zone } from "loklak-gke/config/fields";
import { contractSource } from "loklak-gke/contract";
import bases from "./images/bases.json";

const api = z.strictObject({
  /** Keystone servers behind both addresses. */
  replicas: whole(2, 50).default(2),
  nodePool: poolName,
  cpuMillis: whole(100, 64000).default(250),
  memoryMb: whole(512, 65536).default(768),
});

const database = z.strictObject({
  /** Where the disk is: one of the cluster's zones, or two with a copy in each; the first of the cluster's when left out. Fixed once the disk exists. */
  zones: z
    .array(zone, { error: "must be a list of one or two zones" })
    .refine(({ length }) => length === 1 || length === 2, { error: "must name one or two zones" })
    .optional(),
  nodePool: poolName,
  /** It can grow, never shrink. */
  diskSizeGb: whole(10, 65536).default(10),
  /** Cannot be changed for an existing disk. */
  diskType: oneOf("pd-standard", "pd-balanced", "pd-ssd").default("pd-balanced"),
  cpuMillis: whole(100, 64000).default(250),
  /** Half of it holds pages of tables. */
  memoryMb: whole(512, 262144).default(1024),
});

/** Existing images to run, by digest; without one it is built. */
const images = z.strictObject({
  keystone: imageDigest.optional(),
  mariadb: imageDigest.optional(),
  memcached: imageDigest.optional(),
});

const baseImages = z
  .strictObject({ python: image.optional(), mariadb: image.optional(), memcached: image.optional() })
  .prefault({})
  .transform((set): typeof bases => ({ ...bases, ...set }));

/** Every key of the `keystone:` namespace, with its default; anything else is an error. */
export const schema = z.strictObject({
  /** The stack whose cluster it is deployed onto. */
  platform: contractSource,
  api: api.prefault({}),
  database: database.prefault({}),
  snapshots: snapshots.prefault({}),
  /** Who may ask the public address: passwords come over it, and nothing encrypts them. */
  publicRanges: z
    .array(range, { error: "must be a list of IPv4 ranges such as 203.0.113.0/24" })
    .min(1, { error: "must name at least one IPv4 range" }),
  /** How long a token is valid. */
  tokenSeconds: whole(300, 86400).default(3600),
  /** One more rotates the Fernet keys; at most once in `tokenSeconds`, else valid tokens are refused. */
  fernetGeneration: whole(1, 100_000).default(1),
  images: images.prefault({}),
  baseImages,
});

/** The `keystone:` keys after validation, defaults filled in. */
export type Settings = z.infer<typeof schema>;
