import { randomBytes } from "node:crypto";
import type { Properties, Value } from "../../provider/provider";
import { contentEffects, contentId, refuseUnready } from "../content";
import { invalid } from "../errors";
import { computeLink, numericId, once, timestamp } from "../generated";
import { resolve } from "../ids";
import { keyReference } from "../keyUse";
import type { Report, Resource, ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { checkSize, diskSizes, regionalDiskSizes, type DiskSizes } from "../rules/diskSizes";
import { regionRule, zoneRule } from "../rules/places";
import { regionOf, zoneFault } from "../rules/zones";
import type { State } from "../store";
import { integer, text, texts } from "../values";

export const diskType = "gcp:compute/disk:Disk";
export const regionDiskType = "gcp:compute/regionDisk:RegionDisk";
export const snapshotType = "gcp:compute/snapshot:Snapshot";

/** A disk of a zone or, when the reference says so, of a region. */
export function diskTypeOf(reference: string): string {
  return /(^|\/)regions\//.test(reference) ? regionDiskType : diskType;
}

function isHyperdisk(properties: Properties): boolean {
  return text(properties, "type")?.startsWith("hyperdisk-") ?? false;
}

const shrinks = (old: Value, now: Value) => Number(now) < Number(old);

const common = {
  interface: ["SCSI", "NVME"],
  architecture: ["X86_64", "ARM64"],
  accessMode: ["READ_WRITE_SINGLE", "READ_WRITE_MANY", "READ_ONLY_SINGLE"],
};

export const disk: ResourceType = {
  allowed: { ...common, type: Object.keys(diskSizes) },
  formats: { name: computeName },
  references: [
    { property: "snapshot", to: snapshotType },
    { property: "sourceDisk", to: diskTypeOf },
    { property: "resourcePolicies[]", to: "gcp:compute/resourcePolicy:ResourcePolicy", holds: true },
    keyReference("diskEncryptionKey.kmsKeySelfLink"),
  ],
  check(inputs, report) {
    zoneRule(inputs, report);
    checkSize(inputs, diskSizes, report);
  },
  // The provider replaces a disk that shrinks, and one that is no Hyperdisk when its IOPS change.
  replacedBy: { size: shrinks, provisionedIops: (_old, _now, olds) => !isHyperdisk(olds) },
  refuse: refuseSource,
  outputs: (resource, previous, state) => diskOutputs(resource, previous, state, diskSizes),
  extra: content,
  async usedBy(id, _outputs, clusters) {
    const attached = (await clusters.attachedDisks()).find(({ volumeHandle }) => volumeHandle === id);
    return attached && `${attached.node} of ${attached.cluster}`;
  },
  remove: removeDisk,
  effects: contentEffects,
};

export const regionDisk: ResourceType = {
  ...disk,
  allowed: { ...common, type: Object.keys(regionalDiskSizes) },
  references: [
    { property: "snapshot", to: snapshotType },
    { property: "sourceDisk", to: diskTypeOf },
    keyReference("diskEncryptionKey.kmsKeyName"),
  ],
  check(inputs, report) {
    regionRule(inputs, report);
    checkSize(inputs, regionalDiskSizes, report);
    checkReplicaZones(inputs, report);
  },
  replacedBy: { size: shrinks },
  outputs: (resource, previous, state) => diskOutputs(resource, previous, state, regionalDiskSizes),
};

function checkReplicaZones(inputs: Properties, report: Report): void {
  const zones = texts(inputs, "replicaZones");
  const given = inputs.replicaZones;
  if (!Array.isArray(given)) return;
  if (given.length !== 2 || new Set(zones).size < zones.length)
    report(
      "replicaZones",
      `${JSON.stringify(given)} is not allowed; allowed: two different zones of the region`,
    );
  const region = text(inputs, "region") ?? regionOf(zones[0] ?? "");
  for (const zone of zones) {
    const wrong = zoneFault(zone, region);
    if (wrong !== undefined) report("replicaZones", wrong);
  }
}

/** What is copied must be complete; a disk is at least as large. */
function refuseSource({ inputs, place }: Resource, state: State): void {
  const size = integer(inputs, "size");
  const source = sourceOf(inputs, place, state);
  refuseUnready(source);
  const least = integer(source?.outputs ?? {}, "diskSizeGb") ?? integer(source?.outputs ?? {}, "size");
  if (size !== undefined && least !== undefined && size < least)
    throw invalid(`Requested disk size cannot be smaller than the snapshot size (${least} GB)`);
}

function sourceOf(inputs: Properties, place: Resource["place"], state: State) {
  const [snapshot, source] = [text(inputs, "snapshot"), text(inputs, "sourceDisk")];
  if (snapshot !== undefined) return state.resources[resolve(snapshotType, snapshot, place)];
  return source === undefined ? undefined : state.resources[resolve(diskTypeOf(source), source, place)];
}

function diskOutputs(
  { id, inputs, place }: Resource,
  previous: Properties | undefined,
  state: State,
  defaults: DiskSizes,
): Properties {
  const source = sourceOf(inputs, place, state)?.outputs ?? {};
  const copied = integer(source, "diskSizeGb") ?? integer(source, "size");
  return {
    ...once(previous, "diskId", () => numericId()),
    ...once(previous, "creationTimestamp", timestamp),
    ...once(previous, "sourceSnapshotId", () => integer(source, "snapshotId")?.toString() ?? ""),
    ...once(previous, "sourceDiskId", () => source.diskId ?? ""),
    selfLink: computeLink(id),
    size: copied ?? defaults[text(inputs, "type") ?? ""]?.[2] ?? 500,
    physicalBlockSizeBytes: 4096,
    accessMode: isHyperdisk(inputs) ? "READ_WRITE_SINGLE" : "",
  };
}

/** What is on the disk: copied from its snapshot or source disk, else new and unlike any other. */
function content({ inputs, place }: Resource, state: State): Properties {
  const source = sourceOf(inputs, place, state);
  const copied = source?.extra?.contentToken;
  return {
    contentToken: copied ?? randomBytes(12).toString("hex"),
    ...(source && { copiedFrom: contentId(source) }),
  };
}

/** With createSnapshotBeforeDestroy the content survives as `<prefix or disk>-<time>`. */
function removeDisk(id: string, state: State): undefined {
  const removed = state.resources[id];
  delete state.resources[id];
  if (removed?.outputs.createSnapshotBeforeDestroy !== true) return;
  const { outputs, extra } = removed;
  const prefix = text(outputs, "createSnapshotBeforeDestroyPrefix") ?? text(outputs, "name") ?? "";
  const time = timestamp().replace(/\D/g, "");
  const name = `${prefix.slice(0, 48)}-${time.slice(0, 8)}-${time.slice(8, 14)}`;
  const project = text(outputs, "project") ?? "";
  const snapshot = `projects/${project}/global/snapshots/${name}`;
  const inputs = { name, sourceDisk: id };
  state.resources[snapshot] = {
    type: snapshotType,
    inputs,
    outputs: {
      ...inputs,
      project,
      creationTimestamp: timestamp(),
      diskSizeGb: outputs.size,
      labels: outputs.labels,
      selfLink: computeLink(snapshot),
      snapshotId: Number(numericId(15)),
    },
    extra: { contentToken: extra?.contentToken, contentId: contentId(removed) },
  };
}
