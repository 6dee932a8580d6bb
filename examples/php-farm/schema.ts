import { z } from "zod";
import { oneOf, poolName, range, whole, zone } from "loklak-gke/config/fields";
import { image, imageDigest } from "loklak-gke/config/images";
import { contractSource } from "loklak-gke/contract";
import bases from "./images/bases.json";

const web = z.strictObject({
  cpuMillis: whole(20, 64000).default(50),
  memoryMb: whole(64, 65536).default(128),
});

const php = z.strictObject({
  /** Requests that one replica answers at the same time. */
  workers: whole(1, 500).default(8),
  cpuMillis: whole(20, 64000).default(250),
  /** 128 MiB of it are PHP's own, the rest is shared out among the workers. */
  memoryMb: whole(192, 262144).default(768),
});

const content = z.strictObject({
  /** Filestore's tier: `BASIC_HDD` and `ZONAL` are in one zone, `REGIONAL` outlives one. Cannot be changed for an existing instance. */
  tier: oneOf("BASIC_HDD", "ZONAL", "REGIONAL").default("BASIC_HDD"),
  /** GiB; a BASIC_HDD instance can only grow. */
  capacityGb: whole(1024, 65_433).default(1024),
  /** One of the cluster's zones; the first when left out. Cannot be changed for an existing instance. */
  zone: zone.optional(),
  /** Where the instance's address is; Google chooses when left out. Cannot be changed for an existing instance. */
  reservedRange: range.optional(),
  /** How long a content that was replaced is kept for requests that began in it. */
  keepMinutes: whole(5, 525_600).default(1440),
});

/** Existing images to run, by digest; without one it is built. */
const images = z.strictObject({
  web: imageDigest.optional(),
  php: imageDigest.optional(),
  content: imageDigest.optional(),
});

const baseImages = z
  .strictObject({ nginx: image.optional(), php: image.optional() })
  .prefault({})
  .transform((set): typeof bases => ({ ...bases, ...set }));

/** Every key of the `php-farm:` namespace, with its default; anything else is an error. */
export const schema = z.strictObject({
  /** The stack whose cluster it is deployed onto. */
  platform: contractSource,
  replicas: whole(2, 50).default(2),
  nodePool: poolName,
  web: web.prefault({}),
  php: php.prefault({}),
  content: content.prefault({}),
  /** Largest body of a request, MiB. */
  maxBodyMb: whole(1, 256).default(8),
  images: images.prefault({}),
  baseImages,
});

/** The `php-farm:` keys after validation, defaults filled in. */
export type Settings = z.infer<typeof schema>;
