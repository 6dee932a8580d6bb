import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttachedDisk, Clusters, NodeSpec } from "../../sandbox/cluster/clusters";
import { DiskFiles } from "../../sandbox/disks/diskFiles";
import { googleProvider } from "../../sandbox/google/provider";
import { GoogleStore } from "../../sandbox/google/store";
import type { CheckFailure, DiffResult, Properties, Provider, Value } from "../../sandbox/provider/provider";

export const project = "test-project";
export const region = "europe-west1";
export const zone = "europe-west1-b";

/** A value that the test knows to be a text or a number, as text. */
export function plain(value: Value | undefined): string {
  assert.ok(typeof value === "string" || typeof value === "number");
  return `${value}`;
}

/** What the Google stand-in needs of control planes, kept in memory. */
export class FakeClusters implements Pick<
  Clusters,
  "create" | "erase" | "applyNodes" | "applyFilestore" | "attachedDisks" | "addressUsers" | "gatewayUsers"
> {
  readonly running = new Set<string>();
  readonly nodes: Record<string, NodeSpec[]> = {};
  /** Those that have the driver. */
  readonly filestore = new Set<string>();
  attached: AttachedDisk[] = [];
  services: Record<string, string[]> = {};
  /** By the id of what their load balancers use. */
  gateways: Record<string, string[]> = {};
  failing?: Error;

  async create(id: string) {
    if (this.failing) throw this.failing;
    this.running.add(id);
    return { endpoint: "127.1.2.3:6443", caCertificate: "-----BEGIN CERTIFICATE-----\n" };
  }

  async erase(id: string) {
    this.running.delete(id);
  }

  async applyNodes(id: string, pool: string, nodes: NodeSpec[]) {
    if (this.failing) throw this.failing;
    if (!this.running.has(id)) throw new Error(`no control plane of ${id}`);
    this.nodes[pool] = nodes;
  }

  async applyFilestore(id: string, enabled: boolean) {
    if (enabled) this.filestore.add(id);
    else this.filestore.delete(id);
  }

  async attachedDisks() {
    return this.attached;
  }

  async addressUsers(address: string) {
    return this.services[address] ?? [];
  }

  async gatewayUsers(id: string) {
    return this.gateways[id] ?? [];
  }
}

/** A resource as the engine's state holds it. */
export interface Stored {
  type: string;
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
}

/** One sandbox's Google Cloud, used the way the engine uses a provider. */
export class TestCloud {
  readonly clusters = new FakeClusters();
  readonly folder = mkdtempSync(join(tmpdir(), "google-"));
  readonly store = new GoogleStore(join(this.folder, "google.json"));
  readonly disks = new DiskFiles(join(this.folder, "disks"));
  readonly messages: string[] = [];
  readonly provider: Provider;

  /** With a provider of its own, the store and clusters of this are not used. */
  constructor(provider?: Provider) {
    this.provider = provider ?? this.connect();
    void this.provider.configure({ project, region, zone });
  }

  /** A further connection, with no configuration yet. */
  connect(): Provider {
    return googleProvider(this.store, this.clusters as unknown as Clusters, this.disks)();
  }

  context(type: string, name = "example", seed = 1) {
    return {
      urn: `urn:pulumi:test::loklak::${type}::${name}`,
      type,
      name,
      log: (_severity: string, message: string) => void this.messages.push(message),
      signal: new AbortController().signal,
      randomSeed: new Uint8Array([seed]),
      preview: false,
      timeoutSeconds: 0,
    };
  }

  check(type: string, inputs: Properties, { olds = {}, name = "example", seed = 1 } = {}) {
    return this.provider.check(olds, inputs, this.context(type, name, seed));
  }

  /** Each failure as `property: reason`. */
  async failures(type: string, inputs: Properties): Promise<string[]> {
    const { failures } = await this.check(type, inputs);
    return failures.map(({ property, reason }: CheckFailure) => `${property}: ${reason}`);
  }

  async create(type: string, inputs: Properties, name = "example"): Promise<Stored> {
    const { inputs: checked, failures } = await this.check(type, inputs, { name });
    if (failures.length > 0) throw new Error(failures.map((f) => `${f.property}: ${f.reason}`).join("\n"));
    const created = await this.provider.create(checked, this.context(type, name));
    return { type, name, inputs: checked, ...created };
  }

  async diff(stored: Stored, inputs: Properties, ignoreChanges: string[] = []): Promise<DiffResult> {
    const { type, id, name, outputs } = stored;
    const checked = await this.check(type, inputs, { olds: stored.inputs, name });
    return this.provider.diff(id, stored.inputs, outputs, checked.inputs, {
      ...this.context(type, name),
      ignoreChanges,
    });
  }

  async update(stored: Stored, inputs: Properties): Promise<Stored> {
    const { type, id, name, outputs } = stored;
    const checked = await this.check(type, inputs, { olds: stored.inputs, name });
    const updated = await this.provider.update(
      id,
      stored.inputs,
      outputs,
      checked.inputs,
      this.context(type, name),
    );
    return { ...stored, inputs: checked.inputs, outputs: updated };
  }

  async delete({ type, id, inputs, outputs, name }: Stored): Promise<void> {
    await this.provider.delete(id, inputs, outputs, this.context(type, name));
  }

  /** As a refresh does it. */
  async read({ type, id, inputs, outputs, name }: Stored): Promise<Stored | undefined> {
    const found = await this.provider.read(id, inputs, outputs, this.context(type, name));
    return found && { type, name, ...found };
  }

  async import(type: string, id: string, name = "example"): Promise<Stored | undefined> {
    const found = await this.provider.read(id, {}, {}, this.context(type, name));
    return found && { type, name, ...found };
  }

  contentOf({ id }: Stored): unknown {
    return this.store.read().resources[id]?.extra?.contentToken;
  }
}
