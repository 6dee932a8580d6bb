import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type {
  Created,
  CreateContext,
  DiffKind,
  DiffResult,
  Properties,
  Provider,
} from "../../sandbox/provider/provider";

/** A provider that takes any resource of any type, for tests of the engine; what it made is kept in a JSON file. */
export class TinyProvider implements Provider {
  constructor(
    private readonly file: string,
    /** Runs after the object is in the file and before the engine hears of it. */
    private readonly afterCreate: (context: CreateContext) => Promise<void> = async () => undefined,
  ) {}

  static id(type: string, name: string): string {
    return `${type}/${name}`;
  }

  /** What exists, by id. */
  get objects(): Record<string, { type: string; inputs: Properties }> {
    return existsSync(this.file)
      ? (JSON.parse(readFileSync(this.file, "utf8")) as Record<string, { type: string; inputs: Properties }>)
      : {};
  }

  async checkConfig(news: Properties) {
    return { inputs: news, failures: [] };
  }

  async diffConfig(olds: Properties, news: Properties) {
    return { changes: differences(olds, news) };
  }

  async configure(): Promise<void> {
    return undefined;
  }

  async invoke(token: string): Promise<Properties> {
    throw new Error(`the tiny provider knows no function ${token}`);
  }

  async check(_olds: Properties, news: Properties) {
    return { inputs: news, failures: [] };
  }

  /** A changed `name` replaces; all else is changed in place. */
  async diff(_id: string, oldInputs: Properties, _olds: Properties, news: Properties): Promise<DiffResult> {
    const changes = differences(oldInputs, news);
    if (changes.name) changes.name = "update-replace";
    return { changes };
  }

  async create(inputs: Properties, context: CreateContext): Promise<Created> {
    const id = TinyProvider.id(context.type, inputs.name as string);
    if (context.preview) return { id: "", outputs: inputs };
    if (this.objects[id]) throw new Error(`${id} already exists`);
    this.write({ ...this.objects, [id]: { type: context.type, inputs } });
    await this.afterCreate(context);
    return { id, outputs: inputs };
  }

  async read(id: string) {
    const found = this.objects[id];
    return found && { id, inputs: found.inputs, outputs: found.inputs };
  }

  async update(
    id: string,
    _oldInputs: Properties,
    _olds: Properties,
    news: Properties,
    context: CreateContext,
  ): Promise<Properties> {
    if (!context.preview) this.write({ ...this.objects, [id]: { type: context.type, inputs: news } });
    return news;
  }

  async delete(id: string): Promise<void> {
    const { [id]: _gone, ...rest } = this.objects;
    this.write(rest);
  }

  private write(objects: object): void {
    writeFileSync(this.file, JSON.stringify(objects));
  }
}

function differences(olds: Properties, news: Properties): Record<string, DiffKind> {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return Object.fromEntries(
    names
      .filter((name) => !isDeepStrictEqual(olds[name], news[name]))
      .map((name) => [name, "update" as const]),
  );
}
