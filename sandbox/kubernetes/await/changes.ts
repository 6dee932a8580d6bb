import { EventEmitter, once } from "node:events";
import type { KubeClient, ListOptions } from "../../cluster/kubeClient";
import { follow, type Followed } from "./follow";

/** The kind and the selection of objects to look at. */
export interface Subject extends Pick<ListOptions, "namespace" | "fieldSelector"> {
  apiVersion: string;
  kind: string;
}

export interface WaitOptions {
  timeoutSeconds: number;
  /** Ends the waiting. */
  signal: AbortSignal;
}

/** Why a waiting ended. */
export type WaitResult = "done" | "timeout" | "cancelled";

/**
 * Follows the subjects and asks `isDone` at each change, and again after the milliseconds it answers, until it
 * answers true, the time is up or the engine cancels.
 */
export async function waitFor(
  client: KubeClient,
  subjects: Subject[],
  { timeoutSeconds, signal }: WaitOptions,
  isDone: (followed: Followed[]) => true | number,
): Promise<WaitResult> {
  const changes = new EventEmitter();
  const stop = new AbortController();
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const followed = subjects.map((): Followed => ({}));
  const following = subjects.map(({ apiVersion, kind, ...selection }, i) =>
    follow(client, { apiVersion, kind }, { ...selection, signal: stop.signal }, followed[i] ?? {}, () =>
      changes.emit("change"),
    ),
  );
  try {
    for (;;) {
      const again = isDone(followed);
      if (again === true) return "done";
      if (signal.aborted) return "cancelled";
      if (timeout.aborted) return "timeout";
      const wake = AbortSignal.any([signal, timeout, AbortSignal.timeout(again)]);
      await once(changes, "change", { signal: wake }).catch(() => undefined);
    }
  } finally {
    stop.abort();
    await Promise.all(following);
  }
}
