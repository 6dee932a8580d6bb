import type { Node } from "./objects";

/** True for a node that kwok simulates: nothing on it is real. */
export function isSimulated({ metadata }: Node): boolean {
  return metadata.annotations?.["kwok.x-k8s.io/node"] !== undefined;
}
