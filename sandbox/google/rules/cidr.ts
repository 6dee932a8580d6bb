import { isIPv4 } from "node:net";

/** An IPv4 range by its first and last address, as numbers. */
export interface Range {
  first: number;
  last: number;
  bits: number;
}

/** Undefined when the text is no IPv4 range, or has bits set beyond its mask. */
export function parseRange(cidr: string): Range | undefined {
  const [address = "", mask = ""] = cidr.split("/");
  const bits = Number(mask);
  if (!isIPv4(address) || !/^\d{1,2}$/.test(mask) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const first = toNumber(address);
  return first % size === 0 ? { first, last: first + size - 1, bits } : undefined;
}

export function overlap(a: Range, b: Range): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** True when every address of the old range is in the new one. */
export function contains(range: Range, old: Range): boolean {
  return range.first <= old.first && range.last >= old.last;
}

export function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

export function toAddress(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
