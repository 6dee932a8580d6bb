export const diskTypes = ["gcp:compute/disk:Disk", "gcp:compute/regionDisk:RegionDisk"];

export const addressTypes = ["gcp:compute/address:Address", "gcp:compute/globalAddress:GlobalAddress"];

export const scheduleType = "gcp:compute/resourcePolicy:ResourcePolicy";

/** Each says of one disk that a schedule makes snapshots of it. */
export const attachmentTypes = [
  "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment",
  "gcp:compute/regionDiskResourcePolicyAttachment:RegionDiskResourcePolicyAttachment",
];

export const keyType = "gcp:kms/cryptoKey:CryptoKey";

/** What outlives everything else. */
export const keptTypes = [
  ...diskTypes,
  ...addressTypes,
  scheduleType,
  ...attachmentTypes,
  "gcp:filestore/instance:Instance",
  keyType,
  "gcp:kms/keyRing:KeyRing",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
  "gcp:storage/bucket:Bucket",
];

/** Why a step of a plan is refused; undefined when it takes nothing that is kept out of the stack. */
export function refusalOf({ op, type }: { op: string; type: string }): string | undefined {
  return keptTypes.includes(type) && ["delete", "replace"].includes(op) ? `must not be ${op}d` : undefined;
}
