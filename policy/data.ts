import type * as gcp from "@pulumi/gcp";
import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { addressTypes, diskTypes, keptTypes, keyType } from "./kept";
import { of, type Planned, type PlanPolicy, type ResourcePolicy, unknown } from "./plan";

type Disk = pulumi.Unwrap<gcp.compute.DiskArgs>;
type RegionDisk = pulumi.Unwrap<gcp.compute.RegionDiskArgs>;
type Volume = pulumi.Unwrap<kubernetes.types.input.core.v1.PersistentVolume>;
type Service = pulumi.Unwrap<kubernetes.types.input.core.v1.Service>;

export const dataPolicies: (ResourcePolicy | PlanPolicy)[] = [
  {
    name: "what-is-kept-is-protected",
    description:
      "The engine refuses to delete or replace data disks, their snapshots, the address, the keys and buckets.",
    resource: ({ type, opts }) =>
      keptTypes.includes(type) && !opts.protect
        ? ["must be protected: unprotected, the next change may delete or replace it"]
        : [],
  },
  {
    name: "volumes-are-on-kept-disks",
    description: "A volume is on a disk of the stack, and leaves it as it is when its claim goes.",
    plan: (resources) =>
      resources
        .filter(of("kubernetes:core/v1:PersistentVolume"))
        .flatMap(({ urn, props }) =>
          volumeProblems(props, resources.filter(of(...diskTypes))).map((message) => ({ urn, message })),
        ),
  },
  {
    name: "the-key-encrypts-every-disk",
    description: "Where a stack has a key of its own, all its data disks are encrypted with it.",
    plan: (resources) =>
      resources
        .filter(of(...diskTypes))
        .filter(({ props }) => resources.some(of(keyType)) && keyOf(props) === undefined)
        .map(({ urn }) => ({ urn, message: "must be encrypted with the stack's key" })),
  },
  {
    name: "the-address-is-reserved",
    description: "What the public reaches is at an address that outlives its load balancer.",
    plan: (resources) =>
      resources
        .filter(of("kubernetes:core/v1:Service"))
        .filter(({ props: { spec } }) => {
          const { type, loadBalancerIP } = (spec ?? {}) as NonNullable<Service["spec"]>;
          const isReserved = loadBalancerIP !== undefined && resources.some(of(...addressTypes));
          return type === "LoadBalancer" && !isReserved;
        })
        .map(({ urn }) => ({
          urn,
          message: "must have a reserved address of the stack as its loadBalancerIP",
        })),
  },
];

function volumeProblems(volume: Planned["props"], disks: Planned[]): string[] {
  const { csi, persistentVolumeReclaimPolicy: policy } = (volume as Volume).spec ?? {};
  if (csi?.driver !== "pd.csi.storage.gke.io") return [];
  const [, place, name] = /(?:zones|regions)\/([^/]+)\/disks\/([^/]+)$/.exec(csi.volumeHandle) ?? [];
  const isKept = disks.some(({ props }) => props.name === name && [props.zone, props.region].includes(place));
  return [
    ...(csi.volumeHandle === unknown || isKept
      ? []
      : [`must be on a disk of the stack, not ${csi.volumeHandle}`]),
    ...(policy === "Retain" ? [] : ["must have persistentVolumeReclaimPolicy: Retain"]),
  ];
}

function keyOf(disk: Planned["props"]): string | undefined {
  return (
    (disk as Disk).diskEncryptionKey?.kmsKeySelfLink ?? (disk as RegionDisk).diskEncryptionKey?.kmsKeyName
  );
}
