import { toNanos } from "../quantity";
import type { PathKey } from "./propertyPath";

/** Fields whose values are quantities, wherever they stand. */
const quantityMaps = [
  "limits", "requests", "capacity", "allocatable", "hard", "overhead",
  "default", "defaultRequest", "max", "min", "maxLimitRequestRatio",
]; // prettier-ignore
const quantityFields = ["sizeLimit", "storage", "divisor"];

/** True when the values are spellings of one quantity (`0.5` and `500m`) in a field of a spec that holds quantities. */
export function isSameQuantity(path: PathKey[], left: unknown, right: unknown): boolean {
  if (path[0] !== "spec") return false;
  const [field, parent] = [path.at(-1), path.at(-2)];
  if (!quantityFields.includes(String(field)) && !quantityMaps.includes(String(parent))) return false;
  const [one, other] = [toNanos(left), toNanos(right)];
  return one !== undefined && one === other;
}
