import { unknown } from "../../../policy/plan";
import { add, type Cases, type Edit, remove, set, unprotect } from "./plans";

const disk = "gcp:compute/disk:Disk";
const regionDisk = "gcp:compute/regionDisk:RegionDisk";
const attachment = "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment";
const schedule = "gcp:compute/resourcePolicy:ResourcePolicy";
const address = "gcp:compute/address:Address";
const volume = "kubernetes:core/v1:PersistentVolume";
const service = "kubernetes:core/v1:Service";

export const dataCases: Cases = {
  "what-is-kept-is-protected": {
    pass: [[]],
    fail: [
      ...[
        [disk, "data-index-disk-0"],
        [regionDisk, "data-dump-disk"],
        [attachment, "data-index-disk-1"],
        [schedule, "snapshots"],
        [address, "address"],
        ["gcp:kms/keyRing:KeyRing", "keys"],
        ["gcp:kms/cryptoKey:CryptoKey", "data-key"],
        ["gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "disks"],
      ].map(
        ([type = "", name = ""]) =>
          [
            `${name} must be protected: unprotected, the next change may delete or replace it`,
            unprotect(type, name),
          ] as [string, Edit],
      ),
      [
        "state must be protected: unprotected, the next change may delete or replace it",
        add("gcp:storage/bucket:Bucket", "state", {
          publicAccessPrevention: "enforced",
          uniformBucketLevelAccess: true,
          versioning: { enabled: true },
        }),
      ],
    ],
  },
  "volumes-are-on-kept-disks": {
    pass: [[set(volume, "dump", "spec.csi.volumeHandle", unknown)]],
    fail: [
      [
        "index-0 must be on a disk of the stack, not projects/loklak-example/zones/us-central1-a/disks/loklak-prod-data-index-disk-0",
        remove(disk, "data-index-disk-0"),
      ],
      [
        "dump must be on a disk of the stack, not projects/p/zones/us-central1-a/disks/other",
        set(volume, "dump", "spec.csi.volumeHandle", "projects/p/zones/us-central1-a/disks/other"),
      ],
      [
        "dump must have persistentVolumeReclaimPolicy: Retain",
        set(volume, "dump", "spec.persistentVolumeReclaimPolicy", "Delete"),
      ],
    ],
  },
  "the-key-encrypts-every-disk": {
    pass: [[set(disk, "data-index-disk-0", "diskEncryptionKey.kmsKeySelfLink", unknown)]],
    fail: [
      [
        "data-index-disk-0 must be encrypted with the stack's key",
        set(disk, "data-index-disk-0", "diskEncryptionKey", undefined),
      ],
      [
        "data-dump-disk must be encrypted with the stack's key",
        set(regionDisk, "data-dump-disk", "diskEncryptionKey", {}),
      ],
    ],
  },
  "the-address-is-reserved": {
    pass: [[set(service, "loklak", "spec.loadBalancerIP", unknown)]],
    fail: [
      [
        "loklak must have a reserved address of the stack as its loadBalancerIP",
        set(service, "loklak", "spec.loadBalancerIP", undefined),
      ],
      ["loklak must have a reserved address of the stack as its loadBalancerIP", remove(address, "address")],
    ],
  },
  "data-disks-have-snapshots": {
    pass: [[set(attachment, "data-index-disk-0", "disk", unknown)]],
    fail: [["data-index-disk-0 must have a snapshot schedule", remove(attachment, "data-index-disk-0")]],
  },
  "snapshots-outlive-their-disk": {
    pass: [[]],
    fail: [
      [
        "snapshots must have onSourceDiskDelete: KEEP_AUTO_SNAPSHOTS",
        set(
          schedule,
          "snapshots",
          "snapshotSchedulePolicy.retentionPolicy.onSourceDiskDelete",
          "APPLY_RETENTION_POLICY",
        ),
      ],
      [
        "snapshots must have onSourceDiskDelete: KEEP_AUTO_SNAPSHOTS",
        set(schedule, "snapshots", "snapshotSchedulePolicy.retentionPolicy.onSourceDiskDelete", undefined),
      ],
    ],
  },
};
