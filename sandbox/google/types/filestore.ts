import { randomInt } from "node:crypto";
import type { Properties, Value } from "../../provider/provider";
import { invalid } from "../errors";
import { digest, once, timestamp } from "../generated";
import { keyReference } from "../keyUse";
import type { Report, Resource, ResourceType } from "../resourceType";
import { overlap, parseRange, toAddress, toNumber } from "../rules/cidr";
import { computeName, demandRange, type Format } from "../rules/formats";
import { locationRule } from "../rules/places";
import { isZone } from "../rules/zones";
import type { State } from "../store";
import { integer, isObject, text, valuesAt } from "../values";

export const filestoreType = "gcp:filestore/instance:Instance";

interface Tier {
  in: "zone" | "region";
  /** GiB. */
  capacity: [low: number, high: number];
  isBasic: boolean;
  /** Bits of the mask of its range. */
  mask: number;
}

/** The tiers that the stand-in knows (https://cloud.google.com/filestore/docs/service-tiers). */
const tiers: Record<string, Tier> = {
  BASIC_HDD: { in: "zone", capacity: [1024, 65_433], isBasic: true, mask: 29 },
  BASIC_SSD: { in: "zone", capacity: [2560, 65_433], isBasic: true, mask: 29 },
  ZONAL: { in: "zone", capacity: [1024, 9984], isBasic: false, mask: 29 },
  REGIONAL: { in: "region", capacity: [1024, 9984], isBasic: false, mask: 26 },
};

const shareName: Format = {
  pattern: /^[a-z][a-z0-9_]{0,15}$/,
  says: "1 to 16 lowercase letters, digits and underscores, starting with a letter",
};

/** A file server of Google's; nothing is on it but its name and its address. */
export const filestoreInstance: ResourceType = {
  allowed: {
    tier: Object.keys(tiers),
    protocol: ["NFS_V3", "NFS_V4_1"],
    "fileShares.nfsExportOptions[].accessMode": ["READ_ONLY", "READ_WRITE"],
    "fileShares.nfsExportOptions[].squashMode": ["NO_ROOT_SQUASH", "ROOT_SQUASH"],
    "networks[].modes[]": ["MODE_IPV4"],
    "networks[].connectMode": ["DIRECT_PEERING", "PRIVATE_SERVICE_ACCESS"],
  },
  formats: { name: computeName, "fileShares.name": shareName },
  references: [
    { property: "networks[].network", to: "gcp:compute/network:Network", holds: true },
    keyReference("kmsKeyName"),
  ],
  check: checkInstance,
  refuse: refuseInstance,
  refuseDelete(outputs) {
    if (outputs.deletionProtectionEnabled === true)
      throw invalid("The instance is protected from deletion: disable deletion protection first");
  },
  outputs(resource, previous, state) {
    const [network] = valuesAt(resource.inputs, "networks[]");
    const [before] = valuesAt(previous ?? {}, "networks[]");
    const range =
      text(object(network?.value), "reservedIpRange") ??
      text(object(before?.value), "reservedIpRange") ??
      freeRange(resource, state);
    const address = toAddress(toNumber(range.split("/")[0] ?? "") + 2);
    return {
      ...once(previous, "createTime", timestamp),
      etag: digest(JSON.stringify(resource.inputs), 11),
      networks: [{ reservedIpRange: range, ipAddresses: [address] }],
    };
  },
};

function object(value: Value | undefined): Properties {
  return isObject(value) ? value : {};
}

function checkInstance(inputs: Properties, report: Report): void {
  locationRule(inputs, report);
  if (inputs.zone !== undefined) report("zone", "deprecated by the provider; use location");
  const networks = valuesAt(inputs, "networks[]");
  if (networks.length > 1) report("networks", "only one is supported");
  const tier = tiers[text(inputs, "tier") ?? ""];
  if (tier === undefined) return;
  for (const { path, value } of networks) {
    const range = text(object(value), "reservedIpRange");
    const bits = range === undefined ? undefined : parseRange(range)?.bits;
    const isRange = text(object(value), "connectMode") !== "PRIVATE_SERVICE_ACCESS";
    if (range !== undefined && isRange && bits !== tier.mask)
      report(
        `${path}.reservedIpRange`,
        `${JSON.stringify(range)} is not an IPv4 range with mask /${tier.mask}`,
      );
  }
  const [size, location] = [integer(inputs, "fileShares.capacityGb"), text(inputs, "location")];
  if (size !== undefined) demandRange("fileShares.capacityGb", size, ...tier.capacity, report);
  if (location !== undefined && isZone(location) !== (tier.in === "zone"))
    report("location", `${JSON.stringify(location)} is not allowed; allowed for this tier: a ${tier.in}`);
  if (!tier.isBasic) return;
  const others = "only allowed for the tiers ZONAL and REGIONAL";
  if (inputs.kmsKeyName !== undefined) report("kmsKeyName", others);
  if (text(inputs, "protocol") === "NFS_V4_1") report("protocol", `NFS_V4_1 is ${others}`);
  // https://cloud.google.com/filestore/docs/deletion-protection
  if (inputs.deletionProtectionEnabled === true) report("deletionProtectionEnabled", others);
}

function rangesOf(properties: Properties): string[] {
  return valuesAt(properties, "networks[].reservedIpRange").flatMap(({ value }) =>
    typeof value === "string" ? [value] : [],
  );
}

/** Every range of the project that something has. */
function takenRanges(id: string, state: State): string[] {
  return Object.entries(state.resources).flatMap(([otherId, { type, outputs }]) => {
    if (otherId === id) return [];
    if (type === filestoreType) return rangesOf(outputs);
    if (type !== "gcp:compute/subnetwork:Subnetwork") return [];
    return [
      ...valuesAt(outputs, "ipCidrRange"),
      ...valuesAt(outputs, "secondaryIpRanges[].ipCidrRange"),
    ].flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  });
}

function overlaps(range: string, others: string[]): string | undefined {
  const ours = parseRange(range);
  return others.find((other) => {
    const theirs = parseRange(other);
    return ours !== undefined && theirs !== undefined && overlap(ours, theirs);
  });
}

function refuseInstance({ id, inputs }: Resource, state: State): void {
  for (const range of rangesOf(inputs)) {
    const taken = overlaps(range, takenRanges(id, state));
    if (taken !== undefined) throw invalid(`The range ${range} overlaps with ${taken}, which is in use`);
  }
  const [before, now] = [state.resources[id]?.outputs, inputs].map((each) =>
    integer(each ?? {}, "fileShares.capacityGb"),
  );
  const tier = tiers[text(inputs, "tier") ?? ""];
  if (before !== undefined && now !== undefined && now < before && tier?.isBasic)
    throw invalid(
      `An instance of tier ${text(inputs, "tier") ?? ""} cannot shrink from ${before} to ${now} GiB`,
    );
}

function freeRange({ id, inputs }: Resource, state: State): string {
  const taken = takenRanges(id, state);
  const { mask } = tiers[text(inputs, "tier") ?? ""]!;
  const size = 2 ** (32 - mask);
  for (;;) {
    const start = size * randomInt(0, 256 / size);
    const range = `10.${randomInt(224, 256)}.${randomInt(0, 256)}.${start}/${mask}`;
    if (overlaps(range, taken) === undefined) return range;
  }
}
