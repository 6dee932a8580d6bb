/** A property value as the engine sends it: JSON, where any value may be {@link UNKNOWN}. Secrets arrive in clear. */
export type Value = null | boolean | number | string | Value[] | Properties;

/** The properties of a resource, a provider's configuration or an invoke. */
export interface Properties {
  [name: string]: Value | undefined;
}

/** What the engine sends for a value that only a later `up` can tell. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True when the value is, or anywhere contains, {@link UNKNOWN}. */
export function hasUnknown(value: Value | undefined): boolean {
  if (value === null || typeof value !== "object") return value === UNKNOWN;
  return Object.values(value).some(hasUnknown);
}

/** A bad property, or with an empty property a bad resource. */
export interface CheckFailure {
  property: string;
  reason: string;
}

export interface CheckResult {
  inputs: Properties;
  failures: CheckFailure[];
}

export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface DiffResult {
  /** One entry for each changed property path (`nodeConfig.machineType`, `ports[0].port`); empty: nothing changes. */
  changes: Record<string, DiffKind>;
  /** The old object is deleted before the new one is made; default false. */
  deleteBeforeReplace?: boolean;
}

export interface Created {
  id: string;
  outputs: Properties;
}

export interface ReadResult extends Created {
  inputs: Properties;
}

/** What every call about one resource carries. */
export interface ResourceContext {
  urn: string;
  /** The type token, such as `gcp:compute/disk:Disk`. */
  type: string;
  /** The logical name, the last part of the URN. */
  name: string;
  /** Tells the user about progress or a warning, on the resource's own line; messages may repeat. */
  log: (severity: "debug" | "info" | "warning" | "error", message: string) => void;
  /** Aborted when the engine asks to cancel (first Ctrl-C). */
  signal: AbortSignal;
  /** The resource's ignoreChanges, as property paths; only `diff` and `update` get any. Default none. */
  ignoreChanges?: string[];
}

export interface CheckContext extends ResourceContext {
  /** The same for every check of this resource in one update: the source of generated names. */
  randomSeed: Uint8Array;
}

export interface CreateContext extends ResourceContext {
  /** True in `preview`: nothing may be touched, outputs that only the cloud knows are {@link UNKNOWN}. */
  preview: boolean;
  /** Seconds from the resource's customTimeouts; 0 when it has none. */
  timeoutSeconds: number;
}

/** The object exists and its id is known, but it did not become ready; the engine keeps it in the state as failed. */
export class InitializationError extends Error {
  constructor(
    readonly created: ReadResult,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "));
  }
}

/**
 * One provider as one engine connection sees it: the engine opens a connection, and configures it,
 * for each provider resource of a stack, so no configuration is shared between instances.
 * A thrown Error becomes the resource's error message.
 */
export interface Provider {
  checkConfig(news: Properties): Promise<CheckResult>;
  diffConfig(olds: Properties, news: Properties, context: ResourceContext): Promise<DiffResult>;
  configure(config: Properties): Promise<void>;
  invoke(token: string, args: Properties): Promise<Properties>;
  check(olds: Properties, news: Properties, context: CheckContext): Promise<CheckResult>;
  /** `olds` are the last known outputs, `oldInputs` the last inputs. The engine has already applied ignoreChanges to `news`. */
  diff(
    id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: ResourceContext,
  ): Promise<DiffResult>;
  create(inputs: Properties, context: CreateContext): Promise<Created>;
  /** Undefined when the object is gone. `inputs` and `state` are empty for an import. */
  read(
    id: string,
    inputs: Properties,
    state: Properties,
    context: ResourceContext,
  ): Promise<ReadResult | undefined>;
  update(
    id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties>;
  /** Succeeds when the object is already gone. */
  delete(id: string, inputs: Properties, state: Properties, context: CreateContext): Promise<void>;
}
