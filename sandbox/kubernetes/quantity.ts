import type { PathKey } from "./propertyPath";

const suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

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

/** The quantity in billionths; undefined when it is none. Scientific notation is not read. */
function toNanos(value: unknown): bigint | undefined {
  const [, sign, whole, fraction = "", suffix = ""] =
    /^([+-]?)(\d+)(?:\.(\d*))?([A-Za-z]*)$/.exec(String(value)) ?? [];
  if (whole === undefined) return undefined;
  const scale = factor(suffix);
  if (scale === undefined) return undefined;
  const amount = (BigInt(whole + fraction) * scale) / 10n ** BigInt(fraction.length);
  return sign === "-" ? -amount : amount;
}

function factor(suffix: string): bigint | undefined {
  const decimal = suffixes.indexOf(suffix);
  if (decimal >= 0) return 1000n ** BigInt(decimal);
  const binary = binarySuffixes.indexOf(suffix);
  return binary < 0 ? undefined : 1024n ** BigInt(binary) * 10n ** 9n;
}
