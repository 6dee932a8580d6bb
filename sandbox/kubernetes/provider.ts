import type { KubeObject } from "../cluster/kubeClient";
import {
  hasUnknown,
  type CheckContext,
  type CheckResult,
  type CreateContext,
  type Created,
  type DiffResult,
  type Properties,
  type Provider,
  type ReadResult,
  type ResourceContext,
} from "../provider/provider";
import { Connection } from "./connection";
import { deleteObject } from "./delete";
import { diffObject } from "./diff";
import { checkInputs } from "./inputs";
import { createAndWait, timeoutOf, updateAndWait, type Operation } from "./operations";
import { previewCreation, previewUpdate } from "./preview";
import { readObject } from "./read";
import { objectType } from "./resourceType";
import { parseSettings, checkSettings } from "./settings";
import { diffSettings } from "./settingsDiff";
import { fieldManagerOf, liveOf, parseId } from "./state";
import { newFieldManager } from "./naming";

export interface KubernetesProviderOptions {
  /** A file of certificate authorities to be trusted besides the system's. */
  extraCaFile: string;
}

/** The stand-in for pulumi-kubernetes: applies objects to a real API server. */
export function kubernetesProvider(options: KubernetesProviderOptions): () => Provider {
  return () => new KubernetesStandIn(options);
}

class KubernetesStandIn implements Provider {
  private opened?: Connection;

  constructor(private readonly options: KubernetesProviderOptions) {}

  async checkConfig(news: Properties): Promise<CheckResult> {
    return checkSettings(news);
  }

  async diffConfig(olds: Properties, news: Properties): Promise<DiffResult> {
    return diffSettings(olds, news);
  }

  async configure(config: Properties): Promise<void> {
    this.opened = await Connection.open(parseSettings(config), this.options.extraCaFile);
  }

  async invoke(token: string): Promise<Properties> {
    throw new Error(`the Kubernetes stand-in does not know the function ${token}`);
  }

  async check(olds: Properties, news: Properties, context: CheckContext): Promise<CheckResult> {
    if (this.skipsUpdates(context)) return { inputs: olds, failures: [] };
    return checkInputs(olds, news, context, this.connection);
  }

  async diff(
    _id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    { ignoreChanges }: ResourceContext,
  ): Promise<DiffResult> {
    return diffObject(oldInputs, liveOf(olds), news, this.connection.settings, ignoreChanges);
  }

  async create(inputs: Properties, context: CreateContext): Promise<Created> {
    if (await this.isUntold(inputs, context)) return { id: "", outputs: inputs };
    const operation = this.operation(inputs, {}, context);
    return context.preview ? { id: "", outputs: await previewCreation(operation) } : createAndWait(operation);
  }

  async update(
    _id: string,
    _oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties> {
    if (await this.isUntold(news, context)) return news;
    const operation = this.operation(news, olds, context);
    return context.preview ? previewUpdate(operation) : updateAndWait(operation);
  }

  async read(
    id: string,
    inputs: Properties,
    state: Properties,
    context: ResourceContext,
  ): Promise<ReadResult | undefined> {
    const { isReachable, settings } = this.connection;
    if (!isReachable && settings.deleteUnreachable) return undefined;
    if (this.skipsUpdates(context)) return { id, inputs, outputs: state };
    return readObject(this.connection.client, id, inputs, state, context);
  }

  async delete(id: string, _inputs: Properties, state: Properties, context: CreateContext): Promise<void> {
    const { isReachable, settings } = this.connection;
    if (!isReachable && settings.deleteUnreachable) {
      context.log("warning", "the cluster is unreachable: its object is removed from the state only");
      return;
    }
    const live = liveOf(state);
    const object: KubeObject = { ...live, metadata: { ...live.metadata, ...parseId(id) } };
    await deleteObject(this.connection.client, object, context, timeoutOf(live, context));
  }

  /** True in a preview of what the API server cannot be asked about yet. */
  private async isUntold(inputs: Properties, { preview, type }: CreateContext): Promise<boolean> {
    return preview && (hasUnknown(inputs) || !(await this.connection.hasKind(objectType(type))));
  }

  private operation(inputs: Properties, state: Properties, context: CreateContext): Operation {
    const { client, settings } = this.connection;
    const fieldManager = fieldManagerOf(state) ?? newFieldManager();
    return { client, inputs, settings: { ...settings, fieldManager }, context };
  }

  private skipsUpdates({ log }: ResourceContext): boolean {
    const skips = !this.connection.isReachable && this.connection.settings.skipUpdateUnreachable;
    if (skips) log("warning", "the cluster is unreachable: its object is left as it was");
    return skips;
  }

  private get connection(): Connection {
    if (this.opened === undefined) throw new Error("the Kubernetes stand-in is not configured");
    return this.opened;
  }
}
