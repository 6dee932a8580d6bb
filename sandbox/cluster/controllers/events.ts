import { createHash } from "node:crypto";
import { KubeError, type KubeClient, type KubeObject } from "../kubeClient";

export interface Notice {
  type: "Normal" | "Warning";
  reason: string;
  message: string;
}

/** Tells people about an object by Kubernetes events, each thing once; the source names the stand-in. */
export class Events {
  private readonly told = new Set<string>();

  constructor(private readonly client: KubeClient) {}

  async tell(object: KubeObject, source: string, { type, reason, message }: Notice): Promise<void> {
    const { name, namespace, uid } = object.metadata;
    const id = createHash("sha256")
      .update(JSON.stringify([uid, reason, message]))
      .digest("hex")
      .slice(0, 16);
    if (this.told.has(id)) return;
    this.told.add(id);
    const now = new Date().toISOString().replace(/\.\d+Z$/, "Z");
    try {
      await this.client.create({
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: `${name}.${id}`, namespace: namespace ?? "default" },
        involvedObject: { apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid },
        source: { component: source },
        reportingComponent: source,
        type,
        reason,
        message,
        firstTimestamp: now,
        lastTimestamp: now,
        count: 1,
      });
    } catch (error) {
      if (!(error instanceof KubeError)) throw error;
      // It was told before this process began, or its namespace is being deleted.
    }
  }
}
