import type { StoredResource } from "./store";
import { integer, text } from "./values";

/** Names what is on a disk or snapshot: never the same for two that were ever made. */
export function contentId({ outputs, extra = {} }: Pick<StoredResource, "outputs" | "extra">): string {
  const id = text(extra, "contentId") ?? text(outputs, "diskId");
  return id ?? `snapshot-${integer(outputs, "snapshotId")}`;
}
