import { notReady } from "./errors";
import type { Effects } from "./resourceType";
import type { State, StoredResource } from "./store";
import { integer, text } from "./values";

/** Names what is on a disk or snapshot: never the same for two that were ever made. */
export function contentId({ outputs, extra = {} }: Pick<StoredResource, "outputs" | "extra">): string {
  const id = text(extra, "contentId") ?? text(outputs, "diskId");
  return id ?? `snapshot-${integer(outputs, "snapshotId")}`;
}

/** Throws what Google answers when something is to be copied that is still being made itself. */
export function refuseUnready(source: StoredResource | undefined): void {
  if (source?.extra?.unsettled === true) throw notReady(text(source.outputs, "selfLink") ?? "");
}

/** The file of a disk or snapshot; a disk that is no copy gets it when a real node uses it for the first time. */
export const contentEffects: Effects = {
  async settle(id, { state, disks }) {
    const resource = state.resources[id];
    if (resource === undefined) return;
    const { outputs, extra = {} } = resource;
    const [content, source] = [contentId(resource), text(extra, "copiedFrom")];
    const sizeGb = integer(outputs, "size") ?? integer(outputs, "diskSizeGb") ?? 0;
    if (disks.exists(content)) return disks.ensure(content, sizeGb);
    if (source === undefined) return;
    if (!isThere(source, state))
      throw new Error(`what ${id} was to be a copy of is gone: delete it, and make it of something else`);
    await disks.copy(source, content, sizeGb);
  },
  async end(id, { state, disks }) {
    const resource = state.resources[id];
    if (resource === undefined || resource.outputs.createSnapshotBeforeDestroy === true) return;
    await disks.remove(contentId(resource));
  },
};

function isThere(content: string, { resources }: State): boolean {
  return Object.values(resources).some((resource) => contentId(resource) === content);
}
