import { contentEffects, contentId, refuseUnready } from "../content";
import { computeLink, numericId, once, timestamp } from "../generated";
import { invalid } from "../errors";
import { resolve } from "../ids";
import { keyReference } from "../keyUse";
import type { Resource, ResourceType } from "../resourceType";
import { computeName } from "../rules/formats";
import { zoneRule } from "../rules/places";
import { regionOf } from "../rules/zones";
import type { State } from "../store";
import { integer, text } from "../values";
import { diskTypeOf } from "./disk";

export const snapshot: ResourceType = {
  allowed: { snapshotType: ["STANDARD", "ARCHIVE"] },
  formats: { name: computeName, chainName: computeName },
  references: [
    { property: "sourceDisk", to: diskTypeOf },
    keyReference("snapshotEncryptionKey.kmsKeySelfLink"),
  ],
  check(inputs, report) {
    zoneRule(inputs, report);
    if (inputs.sourceInstantSnapshot !== undefined)
      report("sourceInstantSnapshot", "the stand-in has no instant snapshots");
  },
  refuse(resource, state) {
    const source = sourceOf(resource, state);
    if (source === undefined) throw invalid("A snapshot needs a sourceDisk");
    refuseUnready(source);
  },
  outputs: (resource, previous, state) => {
    const source = sourceOf(resource, state);
    const size = integer(source?.outputs ?? {}, "size") ?? 0;
    const zone = text(source?.outputs ?? {}, "zone") ?? "";
    const region = text(source?.outputs ?? {}, "region") ?? regionOf(zone);
    return {
      ...once(previous, "snapshotId", () => Number(numericId(15))),
      ...once(previous, "creationTimestamp", timestamp),
      ...once(previous, "diskSizeGb", () => size),
      ...once(previous, "storageBytes", () => 0),
      selfLink: computeLink(resource.id),
      storageLocations: [region],
      zone,
    };
  },
  extra(resource, state) {
    const source = sourceOf(resource, state);
    return source === undefined
      ? {}
      : { contentToken: source.extra?.contentToken, copiedFrom: contentId(source) };
  },
  effects: contentEffects,
};

function sourceOf({ inputs, place }: Resource, state: State) {
  const source = text(inputs, "sourceDisk");
  return source === undefined ? undefined : state.resources[resolve(diskTypeOf(source), source, place)];
}
