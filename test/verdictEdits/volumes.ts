import { text } from "./change";
import type { Edit } from "./edit";

const storage = "components/kit/dataStorage.ts";
const volume = "components/kit/dataVolume.ts";
const stays = "the volume retains its disk (Retain), which stays as it is";

/** The disks as the cluster sees them. */
export const volumes: Edit[] = [
  {
    name: "a storage class that deletes",
    stack: "dev",
    changes: [text(storage, 'reclaimPolicy: "Retain"', 'reclaimPolicy: "Delete"')],
    severity: "look",
    found: { data: "look" },
    may: ["availability"],
    names: ["data"],
    because:
      "StorageClass.reclaimPolicy is immutable, and says what becomes of volumes that it makes; ours say it themselves",
  },
  {
    name: "volumes that delete",
    stack: "dev",
    changes: [
      text(volume, 'persistentVolumeReclaimPolicy: "Retain"', 'persistentVolumeReclaimPolicy: "Delete"'),
    ],
    severity: "look",
    found: { data: "look" },
    names: ["index-0", "dump"],
    refused: "by policies",
    because:
      "PersistentVolume.spec.persistentVolumeReclaimPolicy changes in place: the next change may delete a disk with its claim; the policy pack forbids it",
  },
  {
    name: "volumes that do not grow",
    stack: "dev",
    changes: [text(storage, "allowVolumeExpansion: true", "allowVolumeExpansion: false")],
    severity: "look",
    may: ["size", "data"],
    names: ["data"],
    because: "StorageClass.allowVolumeExpansion changes in place: the next growth is refused",
    soak: true,
  },
  {
    name: "a description of the priority class",
    stack: "prod",
    changes: [text(storage, "they may displace pods without a priority.", "others make room for them.")],
    severity: "nothing",
    because: "PriorityClass.description changes in place (only value and preemptionPolicy are immutable)",
  },
  {
    name: "a lower priority of what has a disk",
    stack: "dev",
    changes: [text(storage, "value: 1_000_000", "value: 10")],
    severity: "look",
    found: { availability: "look" },
    names: ["data"],
    because: "PriorityClass.value is immutable, and says which pods make room for which",
  },
  {
    name: "another access mode of the dump disk",
    stack: "dev",
    changes: [
      text("components/dumpWriter.ts", 'accessMode: "ReadWriteOncePod"', 'accessMode: "ReadWriteOnce"'),
    ],
    severity: "look",
    found: { data: "look", availability: "look" },
    names: ["dump"],
    because: `PersistentVolumeClaim.spec.accessModes replaces the claim; ${stays}`,
    soak: true,
  },
  {
    name: "another file system",
    stack: "prod",
    changes: [text(volume, 'fsType: "ext4"', 'fsType: "xfs"')],
    severity: "look",
    found: { data: "look", availability: "look" },
    names: ["index-0", "dump"],
    because: `PersistentVolume.spec.csi replaces the volume: a disk with ext4 is not mounted as another; ${stays}`,
  },
  {
    name: "other disks behind the volumes",
    stack: "dev",
    changes: [
      text(
        volume,
        "volumeHandle: args.disk.volumeHandle,",
        "volumeHandle: pulumi.interpolate`${args.disk.volumeHandle}-restored`,",
      ),
    ],
    severity: "look",
    found: { data: "look", availability: "look" },
    names: ["index-0", "dump"],
    because: `PersistentVolume.spec.csi replaces the volume: the pods see what is on another disk; ${stays}`,
    soak: true,
  },
  {
    name: "other names of the volumes",
    stack: "dev",
    changes: [
      text(
        volume,
        "args.cluster.objectName(args.volumeName)",
        "args.cluster.objectName(`loklak-${args.volumeName}`)",
      ),
    ],
    severity: "look",
    found: { data: "look", availability: "look" },
    names: ["index-0", "dump"],
    because: `metadata.name and PersistentVolumeClaim.spec.volumeName replace volume and claim; ${stays}`,
    soak: true,
  },
  {
    name: "a storage class of another name",
    stack: "dev",
    changes: [text("index.ts", 'name: "loklak-data"', 'name: "loklak-disks"')],
    severity: "look",
    found: { data: "look", availability: "look" },
    names: ["data", "index-0", "dump"],
    because: `PersistentVolumeClaim.spec.storageClassName replaces the claims; ${stays}`,
    soak: true,
  },
];
