import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject, ListOptions } from "../../cluster/kubeClient";

/** The objects of one kind as the API server reports them. */
export interface Followed {
  /** Undefined until the first list has come. */
  objects?: KubeObject[];
}

/**
 * Keeps the objects of one kind current until the signal aborts, and tells each change. An API server that does not
 * answer is asked again every second.
 */
export async function follow(
  client: KubeClient,
  { apiVersion, kind }: { apiVersion: string; kind: string },
  selection: ListOptions & { signal: AbortSignal },
  followed: Followed,
  changed: () => void,
): Promise<void> {
  const { signal } = selection;
  while (!signal.aborted) {
    try {
      const { items, resourceVersion } = await client.list(apiVersion, kind, selection);
      const objects = new Map(items.map((item) => [item.metadata.uid, { ...item, apiVersion, kind }]));
      const publish = (): void => {
        followed.objects = [...objects.values()];
        changed();
      };
      publish();
      for await (const event of client.watch(apiVersion, kind, { ...selection, resourceVersion })) {
        if (event.type === "BOOKMARK") continue;
        if (event.type === "DELETED") objects.delete(event.object.metadata.uid);
        else objects.set(event.object.metadata.uid, event.object);
        publish();
      }
    } catch {
      await sleep(1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
