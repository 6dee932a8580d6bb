import type { Clusters } from "../cluster/clusters";
import type { DiskFiles } from "../disks/diskFiles";
import { InitializationError, type Properties, type ReadResult } from "../provider/provider";
import type { ProviderConfig } from "./config";
import { alreadyExists, inUse, notFound } from "./errors";
import { resolve } from "./ids";
import { belongings, refuseHeld, refuseMissing, refuseRenamed } from "./links";
import { outputsOf } from "./outputs";
import type { Resource, World } from "./resourceType";
import type { GoogleStore, State } from "./store";
import { schemaOf } from "./table";
import { rulesOf } from "./types";

/** How one call sees the cloud. */
export interface Caller {
  config: ProviderConfig;
  log: World["log"];
}

/** What the stand-in's cloud does: resources in the state file, and the machines behind them. */
export class Cloud {
  constructor(
    private readonly store: GoogleStore,
    private readonly clusters: Clusters,
    private readonly disks: DiskFiles,
  ) {}

  /** All that exists. */
  state(): State {
    return this.store.read();
  }

  /** The resource's outputs; an error when it exists, or when what it needs does not. */
  async create(resource: Resource, caller: Caller): Promise<Properties> {
    const rules = rulesOf(resource.type);
    const refuse = (state: State) => {
      if (state.resources[resource.id] && !rules.shared) throw alreadyExists(resource.type, resource.id);
      refuseMissing(resource, state);
      rules.refuse?.(resource, state);
    };
    const state = this.store.read();
    refuse(state);
    const begun = await rules.effects?.begin?.(resource, this.world(state, caller));
    const outputs = this.store.update((current) => {
      refuse(current);
      resource.extra = { ...resource.extra, ...rules.extra?.(resource, current), ...begun };
      return record(resource, current, caller.config);
    });
    await this.settle(resource, outputs, caller);
    return outputs;
  }

  /** Its new outputs. */
  async update(resource: Resource, caller: Caller): Promise<Properties> {
    const outputs = this.store.update((state) => {
      const stored = state.resources[resource.id];
      if (stored === undefined) throw notFound(resource.type, resource.id);
      refuseRenamed(resource);
      refuseMissing(resource, state);
      rulesOf(resource.type).refuse?.(resource, state);
      resource.extra = stored.extra ?? {};
      return record(resource, state, caller.config, stored.outputs);
    });
    await this.settle(resource, outputs, caller);
    return outputs;
  }

  /** The outputs that an update would give, with nothing touched. */
  previewUpdate(resource: Resource, previous: Properties, { config }: Caller): Properties {
    const state = this.store.read();
    const extra = state.resources[resource.id]?.extra ?? {};
    const rules = rulesOf(resource.type);
    return outputsOf(schemaOf(resource.type), rules, { ...resource, extra }, { config, state, previous });
  }

  /** By its id, a part of it, or for grants its parts with spaces between them, as an import may give it. */
  async find(type: string, id: string, caller: Caller): Promise<ReadResult | undefined> {
    const { resources } = this.store.read();
    const forms = [id, resolve(type, id, caller.config), id.replaceAll(" ", "/")];
    const found = forms.find((form) => resources[form]?.type === type);
    const stored = resources[found ?? ""];
    if (found === undefined || stored === undefined) return undefined;
    const { inputs, outputs, extra = {} } = stored;
    if (extra.unsettled === true)
      await this.settle({ type, id: found, inputs, place: {}, extra }, outputs, caller);
    return { id: found, inputs, outputs };
  }

  /** Tells what remains where Google does not delete; an error when the resource is in use. */
  async delete(type: string, id: string, caller: Caller): Promise<string | undefined> {
    const rules = rulesOf(type);
    const state = this.store.read();
    const stored = state.resources[id];
    if (stored === undefined) return undefined;
    refuseHeld(type, id, state);
    const user = await rules.usedBy?.(id, stored.outputs, this.clusters);
    if (user !== undefined) throw inUse(type, id, user);
    await rules.effects?.end?.(id, this.world(state, caller));
    return this.store.update((current) => {
      for (const gone of belongings(id, current)) delete current.resources[gone];
      if (rules.remove) return rules.remove(id, current);
      delete current.resources[id];
      return undefined;
    });
  }

  /** A run that is killed in here leaves the resource marked, so that the next one that looks at it goes on. */
  private async settle({ type, id, inputs }: Resource, outputs: Properties, caller: Caller): Promise<void> {
    const { effects } = rulesOf(type);
    if (!effects?.settle) return;
    try {
      await effects.settle(id, this.world(this.store.read(), caller));
    } catch (error) {
      throw new InitializationError({ id, inputs, outputs }, [(error as Error).message]);
    }
    this.store.update((state) => delete state.resources[id]?.extra?.unsettled);
  }

  private world(state: State, { log }: Caller): World {
    return { clusters: this.clusters, disks: this.disks, state, log };
  }
}

function record(resource: Resource, state: State, config: ProviderConfig, previous?: Properties): Properties {
  const { type, id, inputs, extra } = resource;
  const rules = rulesOf(type);
  const outputs = outputsOf(schemaOf(type), rules, resource, { config, state, previous });
  const marked = rules.effects?.settle ? { ...extra, unsettled: true } : extra;
  state.resources[id] = {
    type,
    inputs,
    outputs,
    ...(Object.keys(marked).length > 0 ? { extra: marked } : {}),
  };
  return outputs;
}
