import { createHash, randomInt } from "node:crypto";
import type { Properties, Value } from "../provider/provider";

/** What identifies a resource is made once and then kept. */
export function once(previous: Properties | undefined, name: string, make: () => Value): Properties {
  return { [name]: previous?.[name] ?? make() };
}

/** A number such as Google gives its resources, as text because it exceeds what JSON's numbers hold. */
export function numericId(digits = 19): string {
  return Array.from({ length: digits }, (_, i) => randomInt(i === 0 ? 1 : 0, 10)).join("");
}

export function timestamp(): string {
  return new Date().toISOString();
}

export function computeLink(id: string): string {
  return `https://www.googleapis.com/compute/v1/${id}`;
}

/** The same for the same text: lowercase hexadecimal digits. */
export function digest(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}

/** A project's number, the same in every sandbox. */
export function projectNumber(project: string): string {
  return String(100_000_000_000 + (parseInt(digest(project, 12), 16) % 900_000_000_000));
}
