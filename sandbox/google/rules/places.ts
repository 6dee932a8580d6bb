import type { Properties } from "../../provider/provider";
import { lastPart } from "../ids";
import type { Report } from "../resourceType";
import { text } from "../values";
import { isZone, regionFault, zoneFault } from "./zones";

/** The region, where it is given, exists. */
export function regionRule(inputs: Properties, report: Report): void {
  rule("region", inputs, report, regionFault);
}

/** The zone, where it is given, exists. */
export function zoneRule(inputs: Properties, report: Report): void {
  rule("zone", inputs, report, zoneFault);
}

/** The location of a zonal or regional cluster, where it is given, exists. */
export function locationRule(inputs: Properties, report: Report): void {
  rule("location", inputs, report, (location) => (isZone(location) ? undefined : regionFault(location)));
}

/** Regions of Google's services that are wider than one region. */
const wide = ["global", "us", "eu", "europe", "asia"];

/** The location of a key or a registry, where it is given, is a region or a multi-region. */
export function wideLocationRule(inputs: Properties, report: Report): void {
  rule("location", inputs, report, (location) =>
    wide.includes(location) ? undefined : regionFault(location),
  );
}

function rule(
  property: string,
  inputs: Properties,
  report: Report,
  fault: (place: string) => string | undefined,
): void {
  const place = text(inputs, property);
  const wrong = place === undefined ? undefined : fault(lastPart(place));
  if (wrong !== undefined) report(property, wrong);
}
