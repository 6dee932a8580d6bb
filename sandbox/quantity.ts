const suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
const binarySuffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** A Kubernetes quantity of zero or more, such as `500m` or `10Gi`, as a number; exact below 2^53. */
export function parseQuantity(quantity: string): number {
  const nanos = toNanos(quantity);
  if (nanos === undefined || nanos < 0n) throw new Error(`${JSON.stringify(quantity)} is no quantity`);
  return Number(nanos) / 1e9;
}

/** The quantity in billionths; undefined when it is none. Scientific notation is not read. */
export function toNanos(value: unknown): bigint | undefined {
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
