import { isDeepStrictEqual } from "node:util";
import {
  hasUnknown,
  type CheckContext,
  type CheckResult,
  type CreateContext,
  type Created,
  type DiffKind,
  type DiffResult,
  type Properties,
  type ReadResult,
} from "../provider/provider";
import type { Engine } from "./engine";

/** One type of resource of the Docker stand-in. */
export interface DockerResource {
  check(news: Properties, engine: Engine, context: CheckContext): CheckResult;
  diff(oldInputs: Properties, news: Properties, state: Properties, engine: Engine): DiffResult;
  create(inputs: Properties, engine: Engine, context: CreateContext): Promise<Created>;
  update(inputs: Properties, state: Properties, engine: Engine, context: CreateContext): Promise<Properties>;
  read(resource: ReadResult, engine: Engine): ReadResult | undefined;
  delete(inputs: Properties, state: Properties, engine: Engine): void;
}

/** Each changed input by its name; a change of those that replace makes a new resource. */
export function diffInputs(oldInputs: Properties, news: Properties, replacing: string[] = []): DiffResult {
  const keys = [...new Set([...Object.keys(oldInputs), ...Object.keys(news)])].sort();
  const changed = keys.filter(
    (key) => hasUnknown(news[key]) || !isDeepStrictEqual(oldInputs[key], news[key]),
  );
  const kind = (key: string): DiffKind => {
    const change = oldInputs[key] === undefined ? "add" : news[key] === undefined ? "delete" : "update";
    return replacing.includes(key) ? `${change}-replace` : change;
  };
  return { changes: Object.fromEntries(changed.map((key) => [key, kind(key)])) };
}
