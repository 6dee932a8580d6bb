import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient, KubeObject } from "../kubeClient";

const retryMilliseconds = 500;

/** All objects of one kind, kept as the API server has them: listed once, then watched. */
export class WatchedKind<T extends KubeObject> {
  private readonly objects = new Map<string, T>();

  constructor(
    private readonly client: KubeClient,
    private readonly apiVersion: string,
    private readonly kind: string,
  ) {}

  get items(): T[] {
    return [...this.objects.values()];
  }

  get(name: string, namespace?: string): T | undefined {
    return this.objects.get(keyOf({ name, namespace }));
  }

  /** Takes what the API server answered to a write, until the watch brings it too. */
  keep(object: T): void {
    if (this.objects.has(keyOf(object.metadata))) this.set(object);
  }

  /** Follows the API server for ever, `onChange` after each change; resolves when the objects are there for the first time. */
  async start(onChange: () => void): Promise<void> {
    let version = await this.relist(onChange);
    void (async () => {
      for (;;) {
        try {
          version = await this.follow(version, onChange);
        } catch {
          await sleep(retryMilliseconds);
          version = await this.relist(onChange);
        }
      }
    })();
  }

  /** Tries until it succeeds: the API server may be away for a while. */
  private async relist(onChange: () => void): Promise<string> {
    for (;;) {
      try {
        const { items, resourceVersion } = await this.client.list<T>(this.apiVersion, this.kind);
        this.objects.clear();
        for (const item of items) this.objects.set(keyOf(item.metadata), item);
        onChange();
        return resourceVersion;
      } catch {
        await sleep(retryMilliseconds);
      }
    }
  }

  /** The version that was reached when the server ended the watch. */
  private async follow(from: string, onChange: () => void): Promise<string> {
    let version = from;
    for await (const { type, object } of this.client.watch<T>(this.apiVersion, this.kind, {
      resourceVersion: from,
    })) {
      version = object.metadata.resourceVersion ?? version;
      if (type === "BOOKMARK") continue;
      if (type === "DELETED") this.objects.delete(keyOf(object.metadata));
      else this.set(object);
      onChange();
    }
    return version;
  }

  /** Older news does not undo newer. */
  private set(object: T): void {
    const key = keyOf(object.metadata);
    const known = this.objects.get(key);
    if (known === undefined || versionOf(known) <= versionOf(object)) this.objects.set(key, object);
  }
}

function keyOf({ name, namespace }: { name: string; namespace?: string }): string {
  return `${namespace ?? ""}/${name}`;
}

/** Versions of one kind are ordered numbers. */
function versionOf({ metadata }: KubeObject): bigint {
  return BigInt(metadata.resourceVersion ?? 0);
}
