import { isDeepStrictEqual } from "node:util";
import type {
  CheckContext,
  CheckResult,
  CreateContext,
  Created,
  DiffResult,
  Properties,
  Provider,
  ReadResult,
  ResourceContext,
  Value,
} from "./provider";

/**
 * A provider for previews that are to show all of a plan: what it refuses is an error on the resource's line, as always, but does
 * not end the plan, which goes on as if the resource were right. It makes and changes nothing.
 */
export class WholePlan implements Provider {
  /** What is wrong with the provider's own configuration: told with its next resource. */
  private faults: string[] = [];

  constructor(private readonly provider: Provider) {}

  async checkConfig(news: Properties): Promise<CheckResult> {
    return this.provider.checkConfig(news).then(
      ({ inputs, failures }) => {
        this.faults.push(...failures.map(({ property, reason }) => `its provider's ${property} ${reason}`));
        return { inputs, failures: [] };
      },
      (error: Error) => {
        this.faults.push(error.message);
        return { inputs: news, failures: [] };
      },
    );
  }

  async diffConfig(olds: Properties, news: Properties, context: ResourceContext): Promise<DiffResult> {
    return this.provider
      .diffConfig(olds, news, context)
      .catch((error: Error) => told(error, context, changed(olds, news)));
  }

  async configure(config: Properties): Promise<void> {
    await this.provider.configure(config).catch((error: Error) => this.faults.push(error.message));
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    return this.provider.invoke(token, args);
  }

  async check(olds: Properties, news: Properties, context: CheckContext): Promise<CheckResult> {
    for (const fault of this.faults.splice(0)) context.log("error", fault);
    return this.provider.check(olds, news, context).then(
      ({ inputs, failures }) => {
        for (const { property, reason } of failures) context.log("error", `${property} ${reason}`.trim());
        return { inputs, failures: [] };
      },
      (error: Error) => told(error, context, { inputs: news, failures: [] }),
    );
  }

  async diff(
    id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: ResourceContext,
  ): Promise<DiffResult> {
    return this.provider
      .diff(id, oldInputs, olds, news, context)
      .catch((error: Error) => told(error, context, changed(oldInputs, news)));
  }

  async create(inputs: Properties, context: CreateContext): Promise<Created> {
    return this.provider
      .create(inputs, inPreview(context))
      .catch((error: Error) => told(error, context, { id: "", outputs: inputs }));
  }

  async read(
    id: string,
    inputs: Properties,
    state: Properties,
    context: ResourceContext,
  ): Promise<ReadResult | undefined> {
    return this.provider.read(id, inputs, state, context);
  }

  async update(
    id: string,
    oldInputs: Properties,
    olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties> {
    return this.provider
      .update(id, oldInputs, olds, news, inPreview(context))
      .catch((error: Error) => told(error, context, overlaid(olds, news)));
  }

  async delete(_id: string, _inputs: Properties, _state: Properties, context: CreateContext): Promise<void> {
    throw new Error(`${context.name}: nothing is deleted in a preview`);
  }
}

function told<Answer>(error: Error, { log }: ResourceContext, answer: Answer): Answer {
  log("error", error.message);
  return answer;
}

function inPreview(context: CreateContext): CreateContext {
  if (context.preview) return context;
  throw new Error(`${context.name}: nothing is changed in a preview`);
}

/** The old outputs with the new inputs in them; what only the cloud fills in stays. */
function overlaid(olds: Properties, news: Properties): Properties {
  const values = Object.entries(news).map(([name, value]) => {
    const old = olds[name];
    return [name, isObject(old) && isObject(value) ? overlaid(old, value) : value] as const;
  });
  return { ...olds, ...Object.fromEntries(values) };
}

function isObject(value: Value | undefined): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function changed(olds: Properties, news: Properties): DiffResult {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const differing = names.filter((name) => !isDeepStrictEqual(olds[name], news[name]));
  return { changes: Object.fromEntries(differing.map((name) => [name, "update"])) };
}
