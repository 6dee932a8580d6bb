import type { Properties } from "../../provider/provider";
import type { Report } from "../resourceType";
import { integer, text } from "../values";
import { demandRange } from "./formats";

/** Gigabytes of each disk type: the smallest, the largest and the default (https://cloud.google.com/compute/docs/disks). */
export type DiskSizes = Record<string, [low: number, high: number, otherwise: number]>;

export const diskSizes: DiskSizes = {
  "pd-standard": [10, 65536, 500],
  "pd-balanced": [10, 65536, 100],
  "pd-ssd": [10, 65536, 100],
  "pd-extreme": [500, 65536, 1000],
  "hyperdisk-balanced": [4, 65536, 100],
  "hyperdisk-balanced-high-availability": [4, 65536, 100],
  "hyperdisk-extreme": [64, 65536, 1000],
  "hyperdisk-throughput": [2048, 32768, 2048],
  "hyperdisk-ml": [4, 65536, 100],
};

/** Of a regional disk, which keeps a copy in each of two zones. */
export const regionalDiskSizes: DiskSizes = {
  "pd-standard": [200, 65536, 500],
  "pd-balanced": [10, 65536, 100],
  "pd-ssd": [10, 65536, 100],
  "hyperdisk-balanced-high-availability": [4, 65536, 100],
};

/** The size, where it is given, is one that the type has; only some types have a performance of their own. */
export function checkSize(inputs: Properties, allowed: DiskSizes, report: Report): void {
  const [size, limits] = [integer(inputs, "size"), allowed[text(inputs, "type") ?? ""]];
  if (size !== undefined && limits) demandRange("size", size, limits[0], limits[1], report);
  for (const property of ["provisionedIops", "provisionedThroughput"])
    if (
      inputs[property] !== undefined &&
      text(inputs, "type")?.startsWith("pd-") &&
      text(inputs, "type") !== "pd-extreme"
    )
      report(property, "only allowed for a Hyperdisk or pd-extreme");
}
