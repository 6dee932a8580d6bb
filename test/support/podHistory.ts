import type { KubeClient } from "../../sandbox/cluster/kubeClient";
import { isReady, type Pod } from "./objects";

const component = "app.kubernetes.io/component";

/** Every state that a cluster's pods were in while something happened, as the API server told them. */
export class PodHistory {
  private readonly states: Pod[][] = [];

  /** Follows the pods until `action` is over. */
  static async during(client: KubeClient, action: () => Promise<unknown>): Promise<PodHistory> {
    const { items, resourceVersion } = await client.list<Pod>("v1", "Pod");
    const history = new PodHistory();
    const pods = new Map(items.map((pod) => [pod.metadata.uid, pod]));
    history.states.push(items);
    const over = new AbortController();
    const following = (async () => {
      for await (const { type, object } of client.watch<Pod>("v1", "Pod", {
        resourceVersion,
        signal: over.signal,
      })) {
        if (type === "BOOKMARK") continue;
        if (type === "DELETED") pods.delete(object.metadata.uid);
        else pods.set(object.metadata.uid, object);
        history.states.push([...pods.values()]);
      }
    })().then(
      () => Promise.reject(new Error("the API server ended the watch too soon")),
      (error: unknown) => (over.signal.aborted ? undefined : Promise.reject(error as Error)),
    );
    await Promise.all([following, action().finally(() => over.abort())]);
    return history;
  }

  /** The most pods of a component that there were at one time, whatever their state. */
  most(name: string): number {
    return Math.max(...this.states.map((pods) => of(pods, name).length));
  }

  /** The fewest of its pods that were Ready and meant to stay. */
  leastReady(name: string): number {
    const serving = (pod: Pod) => isReady(pod) && pod.metadata.deletionTimestamp === undefined;
    return Math.min(...this.states.map((pods) => of(pods, name).filter(serving).length));
  }
}

function of(pods: Pod[], name: string): Pod[] {
  return pods.filter(({ metadata }) => metadata.labels?.[component] === name);
}
