import type { Clusters } from "../cluster/clusters";
import type { DiskFiles } from "../disks/diskFiles";
import {
  type CheckContext,
  type CheckResult,
  type CreateContext,
  type Created,
  type DiffResult,
  hasUnknown,
  type Properties,
  type Provider,
  type ReadResult,
  type ResourceContext,
} from "../provider/provider";
import { checkResource } from "./check";
import { type Caller, Cloud } from "./cloud";
import { checkConfig, diffConfig, parseConfig, type ProviderConfig } from "./config";
import { diffResource } from "./diff";
import { titleOf } from "./errors";
import { idOf, placeOf } from "./ids";
import { invoke } from "./invokes";
import { sentInputs, unknownOutputs } from "./outputs";
import { type Carrier, send } from "./requests";
import type { GoogleStore } from "./store";
import { schemaOf } from "./table";
import { rulesOf } from "./types";

/**
 * Makes the Google Cloud stand-in for each connection of the engine; all of them share one cloud. `carry` is the way there,
 * by default one on which nothing is lost.
 */
export function googleProvider(
  store: GoogleStore,
  clusters: Clusters,
  disks: DiskFiles,
  carry: Carrier = (_, request) => request(),
): () => Provider {
  const cloud = new Cloud(store, clusters, disks);
  return () => new GoogleProvider(cloud, carry);
}

class GoogleProvider implements Provider {
  private config: ProviderConfig = parseConfig({});

  constructor(
    private readonly cloud: Cloud,
    private readonly carry: Carrier,
  ) {}

  async checkConfig(news: Properties): Promise<CheckResult> {
    return checkConfig(news);
  }

  async diffConfig(olds: Properties, news: Properties): Promise<DiffResult> {
    return diffConfig(olds, news);
  }

  async configure(config: Properties): Promise<void> {
    this.config = parseConfig(config);
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    return invoke(token, args, this.config, this.cloud.state());
  }

  async check(olds: Properties, news: Properties, context: CheckContext): Promise<CheckResult> {
    return checkResource(olds, news, context);
  }

  async diff(
    _id: string,
    _oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: ResourceContext,
  ): Promise<DiffResult> {
    return diffResource(context, olds, news, this.config);
  }

  async create(inputs: Properties, context: CreateContext): Promise<Created> {
    const { type, preview } = context;
    if (preview) {
      if (!hasUnknown(inputs)) placeOf(type, inputs, this.config);
      return { id: "", outputs: unknownOutputs(schemaOf(type), sentInputs(rulesOf(type), inputs)) };
    }
    const place = placeOf(type, inputs, this.config);
    const id = idOf(type, inputs, place);
    const resource = { type, id, inputs, place, extra: {} };
    const outputs = await this.operate("create", context, (caller) => this.cloud.create(resource, caller));
    return { id, outputs };
  }

  async read(
    id: string,
    _inputs: Properties,
    _state: Properties,
    context: ResourceContext,
  ): Promise<ReadResult | undefined> {
    return this.ask("read", context, (caller) => this.cloud.find(context.type, id, caller));
  }

  async update(
    id: string,
    _oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties> {
    const { type, preview } = context;
    if (hasUnknown(news)) return { ...olds, ...sentInputs(rulesOf(type), news) };
    const place = placeOf(type, { ...olds, ...news }, this.config);
    const resource = { type, id, inputs: news, place, extra: {} };
    if (preview) return this.cloud.previewUpdate(resource, olds, this.caller(context));
    return this.operate("update", context, (caller) => this.cloud.update(resource, caller));
  }

  async delete(id: string, _inputs: Properties, olds: Properties, context: CreateContext): Promise<void> {
    const { type } = context;
    if (olds.deletionPolicy === "PREVENT")
      throw new Error(`Cannot destroy ${titleOf(type)} because deletion_policy is set to "PREVENT"`);
    if (olds.deletionPolicy === "ABANDON") return;
    rulesOf(type).refuseDelete?.(olds);
    const remains = await this.operate("delete", context, (caller) => this.cloud.delete(type, id, caller));
    if (remains !== undefined) context.log("warning", `Google Cloud stand-in: ${remains}`);
  }

  /** Every change of the cloud passes here: the place for the time that Google takes for it. */
  private async operate<Result>(
    verb: string,
    context: CreateContext,
    change: (caller: Caller) => Promise<Result>,
  ): Promise<Result> {
    if (context.signal.aborted) throw new Error("canceled before anything was changed");
    return this.ask(verb, context, change);
  }

  private async ask<Answer>(
    verb: string,
    context: ResourceContext & { timeoutSeconds?: number },
    request: (caller: Caller) => Promise<Answer>,
  ): Promise<Answer> {
    return send(this.carry, `${verb} ${context.type}`, () => request(this.caller(context)), context);
  }

  private caller({ log }: ResourceContext): Caller {
    return { config: this.config, log: (message) => log("info", `Google Cloud stand-in: ${message}`) };
  }
}
